"""Filters of the readers' templates."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from html import escape

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles import headlines

register = template.Library()

register.filter(headlines.phrases)
register.filter(headlines.short_phrases)
register.filter(headlines.unbroken)


@register.filter
def heads(links: Iterable) -> SafeString:
    """The items of a list of headlines, from names with addresses. A page has many: a loop takes four times as long."""
    items = [f'<li><a href="{escape(link.address)}">{headlines.unbroken(link.name)}</a></li>' for link in links]
    return SafeString("".join(items))


@register.filter
def names(credits: Iterable[Mapping]) -> str:
    """The names of a row's credits, each once."""
    return "、".join(dict.fromkeys(credit["name"] for credit in credits))


@register.filter
def page(label: str) -> str:
    """「A02版」"""
    return _("page %(label)s") % {"label": label} if label else ""


@register.filter
def book(name: str) -> str:
    """A paper's name in the marks of a title."""
    return f"《{name}》"


@register.filter
def dialled(number: str) -> str:
    """A telephone number as a telephone takes it."""
    return re.sub(r"[^0-9+*#]", "", number)


@register.filter
def day(date: date) -> str:
    """「2026年11月20日」"""
    return f"{date.year}年{date.month}月{date.day}日"


@register.filter
def minute(at: datetime) -> str:
    """「2026年11月20日 09:30」, in the paper's time."""
    here = timezone.localtime(at)
    return f"{day(here)} {here:%H:%M}"


@register.filter
@lru_cache(1000)  # a page says the same one three times
def moment(at: datetime) -> str:
    """A time for machines: to the second, with the paper's offset from UTC."""
    return timezone.localtime(at, timezone.get_default_timezone()).isoformat(timespec="seconds")
