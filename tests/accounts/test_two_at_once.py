"""Two logins with one code at the same moment: one passes."""

import contextlib
import threading

import pytest
from django.db import connection
from django_otp.models import ThrottlingMixin

from staff.signing_in import second_factor
from tests.accounts.factors import give_factor
from tests.cast import hire

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("kind", ["code", "recovery code"])
def test_of_two_who_use_one_code_at_once_one_passes(kind: str, monkeypatch) -> None:
    user = hire().li
    telephone, codes = give_factor(user)
    typed = telephone.code(1) if kind == "code" else codes[0]
    together, outcomes = threading.Barrier(4), []
    is_allowed = ThrottlingMixin.verify_is_allowed
    has_read = threading.Barrier(2)

    def allowed_once_another_has_read(device):
        """Without the lock the second has read the row, too, before the first writes; with it, nobody else comes."""
        with contextlib.suppress(threading.BrokenBarrierError):
            has_read.wait(timeout=0.5)
        return is_allowed(device)

    monkeypatch.setattr(ThrottlingMixin, "verify_is_allowed", allowed_once_another_has_read)

    def come() -> None:
        connection.ensure_connection()
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
