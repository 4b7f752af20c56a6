"""What the newsroom's templates need beside Django's own tags."""

from datetime import datetime

from django import template
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def age(since: datetime, until: datetime) -> str:
    """How long from one aware moment to another, in its largest unit: 3 小时."""
    if (until - since).total_seconds() < 60:
        return _("less than a minute")
    return timesince(since, until, depth=1)
