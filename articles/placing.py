"""What the clock decides on readers' pages: places of the front page, and grey.

No public query reads the clock. `keep_time` is called where scheduled pieces are released (the thread of every server
process, `manage.py publish_due`) and after each change in the admin; it writes down what the times come to.
"""

import logging
from datetime import datetime

from django.db import transaction

from articles import generation
from articles.models.placing import FrontSlot
from articles.models.shared import SiteSettings

logger = logging.getLogger(__name__)


def keep_time(now: datetime) -> bool:
    """Put on and take off what is due. Tells whether readers see a change; then a generation has begun."""
    if not _late_slots(now) and not _late_settings(now):
        return False  # looked at first, without a lock: this is asked every second
    with transaction.atomic():
        late = _late_slots(now)
        for is_on in (True, False):
            keys = [slot.pk for slot in late if slot.is_due(now) == is_on]
            if keys:
                FrontSlot.objects.filter(pk__in=keys).update(is_on=is_on)
        settings = _late_settings(now)
        if settings:
            SiteSettings.objects.filter(pk=settings.pk).update(is_grey=settings.is_grey_at(now))
        if not late and not settings:
            return False  # another process was first
        generation.begin_new()
    logger.info("the time has changed the front page or grey", extra={"slots": [slot.pk for slot in late]})
    return True


def _late_slots(now: datetime) -> list[FrontSlot]:
    return [slot for slot in FrontSlot.objects.all() if slot.is_on != slot.is_due(now)]


def _late_settings(now: datetime) -> SiteSettings | None:
    row = SiteSettings.objects.filter(pk=1).first()
    return row if row and row.is_grey != row.is_grey_at(now) else None
