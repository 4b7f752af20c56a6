"""两步验证: a code of an authenticator beside the password, and ten recovery codes on paper.

django-otp verifies: a code is good for a minute and a half, once, and every wrong one makes the next wait longer. Of
recovery codes the database has digests under the paper's secret key only.
"""

import io
import math
import secrets
from base64 import b32encode
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, urlencode

import segno
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from staff import roles
from staff.models import DutyRoster, User

#: Under this name a session keeps that its second factor was passed.
PASSED = "second_factor"
#: Under this name a session keeps the key of a setup that is not confirmed yet.
NEW_KEY = "second_factor_key"
#: Under this name a session keeps that the second factor may be set up anew: a code of the old one was right.
REPLACING = "second_factor_replacing"

RECOVERY_CODES = 10
CODE_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that looks like another
CODE_LENGTH = 10  # letters of 31: 2^49
TOLERANCE = 1  # codes before and after the present one: clocks differ
LEADERS = (roles.CHIEF, roles.ADMINISTRATOR)


class WrongCode(Exception):
    """Why a code does not do: the message is the sentence that the person reads."""


@dataclass(frozen=True)
class Standing:
    """What the gate wants to know of an account: whether it has a second factor, and whether it must have one."""

    is_set_up: bool
    is_due: bool


def standing(user: User, *, now: datetime) -> Standing:
    """How it stands with the second factor of this account, in one statement."""
    row = (
        User.objects.filter(pk=user.pk)
        .annotate(
            is_set_up=Exists(TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)),
            leads=Exists(User.groups.through.objects.filter(user=OuterRef("pk"), group__name__in=LEADERS)),
            on_duty=Exists(DutyRoster.objects.at(now).filter(user=OuterRef("pk"))),
        )
        .values("is_set_up", "leads", "on_duty", "is_superuser")
        .get()
    )
    is_leader = row["leads"] or row["on_duty"] or row["is_superuser"]
    is_due = settings.SECOND_FACTOR_DUE == "everybody" or (settings.SECOND_FACTOR_DUE == "leaders" and is_leader)
    return Standing(is_set_up=row["is_set_up"], is_due=is_due)


def have_one() -> Q:
    """Accounts that have a second factor."""
    return Q(Exists(TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)))


def device_of(user: User) -> TOTPDevice | None:
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


# --- setting up ------------------------------------------------------------------------------------------------------


def new_key() -> str:
    """A key of twenty random bytes, as RFC 4226 recommends, in hexadecimal."""
    return secrets.token_hex(20)


def for_hand(key: str) -> str:
    """The key as it is typed into an authenticator: base32 in groups of four."""
    letters = b32encode(bytes.fromhex(key)).decode()
    return " ".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def address_for(user: User, key: str, *, issuer: str) -> str:
    """The otpauth address that the QR code holds: authenticators show the paper's name and the user name."""
    name = issuer.replace(":", "") or "Gazette"
    values = urlencode({"secret": for_hand(key).replace(" ", ""), "issuer": name}, quote_via=quote)
    return f"otpauth://totp/{quote(f'{name}:{user.username}')}?{values}"


def qr_code(text: str) -> SafeString:
    """An SVG to stand in the page: black on white whatever the theme, since cameras read nothing else. No style."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", scale=5, border=4, dark="#000", light="#fff", xmldecl=False, svgclass="qr-code",
        lineclass=None, title=_("QR code for the authenticator"),
    )  # fmt: skip
    return mark_safe(out.getvalue().decode())  # noqa: S308 - made here, of letters and digits


def set_up(user: User, key: str, code: str) -> list[str]:
    """Confirm a key by a code that it gives, and make it the second factor; gives the recovery codes, shown once.

    Raises WrongCode. The code that confirms does not log in a second time.
    """
    totp = TOTP(bytes.fromhex(key))
    if not totp.verify(_digits(code), tolerance=TOLERANCE):
        raise WrongCode(
            _("This code does not belong to the key on this page: type the newest one, look at your telephone's clock.")
        )
    with transaction.atomic():
        remove(user)
        TOTPDevice.objects.create(
            user=user, name="totp", key=key, confirmed=True, tolerance=TOLERANCE, drift=totp.drift, last_t=totp.t()
        )
        return make_codes(user)


def make_codes(user: User) -> list[str]:
    """Ten new recovery codes; the old ones are void. They cannot be shown again."""
    codes = ["".join(secrets.choice(CODE_LETTERS) for _place in range(CODE_LENGTH)) for _code in range(RECOVERY_CODES)]
    with transaction.atomic():
        StaticDevice.objects.filter(user=user).delete()
        device = StaticDevice.objects.create(user=user, name="recovery")
        for code in codes:
            device.token_set.create(token=_code_digest(user, code))
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def codes_left(user: User) -> int:
    return sum(device.token_set.count() for device in StaticDevice.objects.filter(user=user))


def remove(user: User) -> None:
    """Take the second factor and the recovery codes of an account away."""
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()


# --- passing ---------------------------------------------------------------------------------------------------------


def check(user: User, typed: str) -> bool:
    """Pass the second factor with a code or a recovery code; gives whether it was a recovery code. Raises WrongCode.

    The row is held, so that of two who use one code at once only the first passes.
    """
    word = "".join(typed.split()).replace("-", "").lower()
    is_recovery = len(word) == CODE_LENGTH and not word.isdecimal()
    with transaction.atomic():
        model = StaticDevice if is_recovery else TOTPDevice
        device = model.objects.select_for_update().filter(user=user, confirmed=True).first()
        if device is None:
            raise WrongCode(_("This code is wrong."))
        _count_from_now(device, now=timezone.now())
        is_allowed, why_not = device.verify_is_allowed()
        if is_allowed and device.verify_token(_code_digest(user, word) if is_recovery else _digits(typed)):
            return is_recovery
    if not is_allowed:
        seconds = max(1, math.ceil((why_not["locked_until"] - timezone.now()).total_seconds()))
        said = ngettext(
            "Too many wrong codes: wait %(seconds)d second and type the newest one.",
            "Too many wrong codes: wait %(seconds)d seconds and type the newest one.",
            seconds,
        )
        raise WrongCode(said % {"seconds": seconds})
    raise WrongCode(
        _("This code is wrong, or was used already: wait for the next one, and look at your telephone's clock.")
    )


def _count_from_now(device: TOTPDevice | StaticDevice, *, now: datetime) -> None:
    """A wrong code of the future was typed while the clock was ahead: its wait begins now, and not then."""
    failed_at = device.throttling_failure_timestamp
    if failed_at is not None and failed_at > now:
        device.throttling_failure_timestamp = now
        device.save(update_fields=["throttling_failure_timestamp"])


def _digits(typed: str) -> int:
    """The number that was typed, in ASCII or full-width digits; -1, which is never a code, where it is none."""
    word = "".join(typed.split())
    return int(word) if word.isdecimal() and len(word) == 6 else -1


def _code_digest(user: User, code: str) -> str:
    """Sixteen letters, as many as the library's column holds: eighty bits that say nothing without the secret key."""
    mac = salted_hmac("staff.recovery-code", f"{user.pk}:{code}", algorithm="sha256").digest()
    return b32encode(mac[:10]).decode().lower()
