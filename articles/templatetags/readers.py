"""Filters of the readers' templates."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()

# Where a headline may turn: behind a mark that ends a clause or closes, at a space, before a mark that opens.
# must cut: 寒潮来了，|这些事请提前办   别让|“随手拍”|变成|“随手派”   立足实战 |筑牢堤坝
# must not cut: 14.2%   12345热线   A02版
TURN = re.compile(r"(?<=[，。；：！？、”’》）」』…—])(?![，。；：！？、”’》）」』…—])|(?<=[\s　])|(?=[“‘《（「『])")


@register.filter
def phrases(headline: str) -> SafeString:
    """The headline in phrases that stay whole where they fit into a line, so that it breaks by sense."""
    parts = [part for part in TURN.split(headline) if part]
    if len(parts) == 1:
        return headline
    return format_html_join("", "<span>{}</span>", ((part,) for part in parts))


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
def moment(at: datetime) -> str:
    """A time for machines: to the second, with the paper's offset from UTC."""
    return timezone.localtime(at).isoformat(timespec="seconds")
