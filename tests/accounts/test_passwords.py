"""Passwords as a paper in earnest keeps and wants them: hashed as gazette.settings says, not as the tests do."""

import pytest
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

import gazette.settings
from staff.models import User
from tests.accounts.factors import enter
from tests.cast import PASSWORD, Cast


@pytest.fixture(autouse=True)
def in_earnest(settings) -> None:
    settings.PASSWORD_HASHERS = gazette.settings.PASSWORD_HASHERS


def test_they_are_kept_by_argon2id_with_at_least_what_owasp_asks_for() -> None:
    """OWASP Password Storage Cheat Sheet: 19 MiB and two rounds at least."""
    kept = make_password(PASSWORD)
    _empty, kind, _version, costs, _salt, _digest = kept.removeprefix("argon2").split("$")
    cost = dict(pair.split("=") for pair in costs.split(","))
    assert kind == "argon2id"
    assert int(cost["m"]) >= 19 * 1024
    assert int(cost["t"]) >= 2
    assert check_password(PASSWORD, kept)
    assert not check_password(PASSWORD + " ", kept)
    assert make_password(PASSWORD) != kept


@pytest.mark.django_db
def test_one_of_an_older_kind_is_kept_anew_when_its_owner_logs_in(cast: Cast) -> None:
    User.objects.filter(pk=cast.li.pk).update(password=make_password(PASSWORD, hasher="pbkdf2_sha256"))
    assert enter(cast.li, browser=Client()).get("/admin/").status_code == 200
    cast.li.refresh_from_db()
    assert cast.li.password.startswith("argon2$argon2id$")


@pytest.mark.parametrize(
    ("password", "is_good"),
    [
        (PASSWORD, True),
        ("长江大桥上的日出好", False),  # nine characters
        ("长江大桥上的日出好看", True),
        ("password1234", False),  # common
        ("1qaz2wsx3edc", False),  # common
        ("8613912345678", False),  # digits only
        ("laowang2026", False),  # the user name and a year
        ("wangjianguo@example.cn", False),
    ],
)
def test_what_is_short_common_numeric_or_like_its_owner_is_refused(password: str, is_good: bool) -> None:
    owner = User(username="laowang", name="王建国", email="wangjianguo@example.cn")
    try:
        validate_password(password, owner)
    except ValidationError:
        assert not is_good
    else:
        assert is_good
