"""Which years can be meant: a day or a minute before or after is a slip of the keyboard (0206, 3026, 99999)."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

FIRST_YEAR, LAST_YEAR = 1900, 2099
FIRST_DAY, LAST_DAY = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)


def plausible_year(value: date | datetime) -> None:
    """Refuse a day or a minute of a year that cannot be meant. Raises ValidationError with the sentence."""
    if value.year < FIRST_YEAR:
        raise ValidationError(_("This year is too early: check the date."))
    if value.year > LAST_YEAR:
        raise ValidationError(_("This year is too late: check the date."))
