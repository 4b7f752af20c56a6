"""Tells the group chats what came to which step since they were told last, at most once a minute each.

A thread of each server process looks at the record of steps: what stands there is committed, so a notice never runs
ahead of its step, and no step waits for a notice. One process wins each look by compare-and-swap.
"""

import logging
import threading
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connections
from django.db.models import Count, F, Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from articles.models.newsroom import Article
from articles.models.notices import NoticeTarget, Service
from articles.models.record import Review
from articles.notices import posting
from articles.workflow import SIGNING, Status

logger = logging.getLogger(__name__)

EVERY = timedelta(minutes=1)
SECONDS_BETWEEN_LOOKS = 10
#: Where pieces wait for somebody.
WAITING = tuple(dict.fromkeys(SIGNING.values()))
FURTHEST = timedelta(hours=1)  # after a night without a server, what came before is no news


def tell_due(now: datetime | None = None) -> int:
    """Tell each chat whose minute is over what came since; gives how many messages arrived."""
    now = now or timezone.now()
    newest = None
    sent = 0
    for target in NoticeTarget.objects.filter(is_on=True):
        if target.told_at and abs(now - target.told_at) < EVERY:  # hours ahead: of a clock that was
            continue
        if newest is None:
            newest = Review.objects.aggregate(last=Max("position"))["last"] or 0
        if newest <= target.told:
            continue
        claimed = NoticeTarget.objects.filter(pk=target.pk, told=target.told).update(told=newest)
        if not claimed:
            continue  # another process tells it
        if text := message(target.told, newest, now=now):
            sent += deliver(target, text, now=now)
    return sent


def message(after: int, until: int, *, now: datetime) -> str:
    """What came to which step between two places of the record, with how many wait there now; "" for nothing new."""
    new = Counter(
        Review.objects.filter(position__gt=after, position__lte=until, at__gt=now - FURTHEST, status_after__in=WAITING)
        .exclude(status_before=F("status_after"))
        .values_list("status_after", flat=True)
    )
    if not new:
        return ""
    totals = dict(Article.objects.filter(status__in=new).order_by().values_list("status").annotate(pieces=Count("pk")))
    with override(settings.LANGUAGE_CODE):  # The thread has no account, and so no language of its own.
        lines = [
            _("%(status)s: %(new)d new, %(all)d in all\n%(address)s")
            % {"status": Status(status).label, "new": new[status], "all": totals[status], "address": list_of(status)}
            for status in WAITING
            if totals.get(status)
        ]
        return "\n".join([_("Pieces are waiting"), *lines]) if lines else ""


def list_of(status: Status) -> str:
    """The address of the pieces at a step."""
    return f"{settings.SITE_URL}{reverse('admin:articles_article_changelist')}?status__exact={status}"


def deliver(target: NoticeTarget, text: str, *, now: datetime) -> bool:
    """Send one message and note what came of it; a failure is written down, and never raised."""
    address = target.address
    if target.service == Service.DINGTALK:
        address = posting.signed(address, target.secret, milliseconds=int(now.timestamp() * 1000))
    try:
        with override(settings.LANGUAGE_CODE):
            posting.post(address, text, is_private_allowed=settings.WEBHOOKS_MAY_BE_PRIVATE)
    except posting.NotSent as error:
        # The address holds a key, so it is in no log.
        logger.warning("a group chat was not told", extra={"target": target.pk, "why": str(error)})
        NoticeTarget.objects.filter(pk=target.pk).update(told_at=now, failed_at=now, failure=str(error)[:300])
        return False
    NoticeTarget.objects.filter(pk=target.pk).update(told_at=now, failed_at=None, failure="")
    return True


def keep_telling(may_write: Callable[[], bool]) -> None:
    """Tell what is due every few seconds, until the process ends. `may_write` says whether anything may be written."""
    pause = threading.Event()
    while not pause.wait(SECONDS_BETWEEN_LOOKS):
        try:
            if may_write():
                tell_due()
        except Exception:
            logger.exception("the group chats were not told")
        finally:
            connections.close_all()
