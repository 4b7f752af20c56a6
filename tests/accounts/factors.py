"""Authenticators for the tests: the telephone of somebody who has a second factor, and a browser that has passed it."""

import re
from base64 import b32decode
from time import time

from django.test import Client
from django_otp.oath import hotp

from staff.models import User
from staff.signing_in import second_factor
from tests.cast import PASSWORD

LOGIN = "/admin/login/"
CODE = "/admin/second-factor/"
SET_UP = "/admin/second-factor/set-up/"
RESETS = "/admin/second-factor/resets/"
ACCOUNT = "/admin/account/"


class Telephone:
    """Shows the codes of one key."""

    def __init__(self, key: str, clock=time) -> None:
        self.key, self.clock = bytes.fromhex(key), clock

    def code(self, later: int = 0) -> str:
        """The code that is shown now, or `later` half minutes from now."""
        return f"{hotp(self.key, int(self.clock()) // 30 + later):06d}"


def give_factor(user: User) -> tuple[Telephone, list[str]]:
    """Set up a second factor as the page does; gives the telephone and the recovery codes. The present code is used."""
    telephone = Telephone(second_factor.new_key())
    codes = second_factor.set_up(user, telephone.key.hex(), telephone.code())
    return telephone, codes


def enter(user: User, password: str = PASSWORD, browser: Client | None = None, **headers: str) -> Client:
    """A browser in which the user name and this password were typed, whatever came of it."""
    browser = browser or Client(**headers)
    browser.post(LOGIN, {"username": user.username, "password": password, "next": "/admin/"})
    return browser


def key_on(page) -> str:
    """The key that the setup page shows for typing by hand, in hexadecimal."""
    letters = re.search(r'class="factor-key">([A-Z2-7 ]+)<', page.content.decode())[1]
    return b32decode(letters.replace(" ", "")).hex()
