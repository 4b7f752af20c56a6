"""Two logins with one code at the same moment: one passes."""

import threading

import pytest
from django.db import connection

from staff.signing_in import second_factor
from tests.accounts.factors import give_factor
from tests.cast import hire

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("kind", ["code", "recovery code"])
def test_of_two_who_use_one_code_at_once_one_passes(kind: str) -> None:
    user = hire().li
    telephone, codes = give_factor(user)
    typed = telephone.code(1) if kind == "code" else codes[0]
    together, outcomes = threading.Barrier(4), []

    def come() -> None:
        together.wait()
        try:
            second_factor.check(user, typed)
            outcomes.append("passed")
        except second_factor.WrongCode:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=come) for _one in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["passed", "refused", "refused", "refused"]
