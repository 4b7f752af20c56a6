"""Bylines that a narrow column broke over lines become one, and names that stand alone become bylines."""

from __future__ import annotations

import re
from dataclasses import replace

from .byline_words import STANDING
from .bylines import read_byline
from .items import Item
from .passages import Passage
from .personal_names import cost_of_name
from .recognition import Recogniser
from .records import (
    Layout,
    Unit,
)


def join_broken_bylines(items: list[Item], layout: Layout, reader: Recogniser) -> list[Item]:
    """A byline over several lines as one: `本报记者 张三 特约通` / `讯员 李四 文/图`, `记者 张三` / `实习生 李四`."""
    joined: list[Item] = []
    for item in items:
        before = joined[-1] if joined else None
        is_fragment = item.kind == "paragraph" and len(item.passage.letters) <= 12 and not item.opens
        if (
            before
            and (item.kind in ("byline", "head") or is_fragment)
            and (merged := _joined(before, item, layout, reader))
        ):
            joined[-1] = merged
        else:
            joined.append(item)
    return joined


# Must match: 图片由县林业局提供 ; must not: 图片报道
OWN_PHOTO_CREDIT = re.compile("(?:本版|文中)?(?:图片|照片)(?:由|均|来源)")
ENDS_WITH_STANDING = re.compile(f"(?:{STANDING})[\u3000 ]*$")


def _joined(before: Item, item: Item, layout: Layout, reader: Recogniser) -> Item | None:
    if len(item.passage.letters) > 60 or not (before.kind == "byline" or before.closing):
        return None
    if OWN_PHOTO_CREDIT.match(item.passage.letters):
        return None
    passage = Passage((*before.unit.lines, *item.unit.lines))
    seam = len(before.passage.letters)
    broken = passage.breaks_a_word_at(seam) or ENDS_WITH_STANDING.search(before.passage.letters)
    if not broken and item.gap and layout.blank_means != "every":
        return None
    start = before.closing[1] if before.closing else 0
    text = passage.with_joints(start)
    bracket = before.passage.letters[start] in "（(【[□■"
    found = read_byline(text, roster=reader.roster, bare=bracket)
    is_sure = broken or item.kind == "byline"
    if not found or (not is_sure and any(cost_of_name(credit.name) > 1 for credit in found.credits)):
        return None
    kind = "paragraph" if before.closing else "byline"
    unit = Unit(kind, passage.lines, passage.printed, before.unit.column, before.unit.doubtful)
    if before.closing:
        return replace(before, unit=unit, passage=passage, closing=(found, start))
    return replace(before, unit=unit, passage=passage, byline=found)


def settle_loose_names(items: list[Item], reader: Recogniser) -> None:
    """A short line of nothing but ordinary names, after text or under a headline, is a byline without a standing."""
    for index, item in enumerate(items):
        if item.kind != "head" or len(item.unit.lines) != 1 or len(item.passage.letters) > 16:
            continue
        after = items[index + 1 : index + 2]
        before = items[index - 1 : index] if index else []
        found = read_byline(item.passage.letters, roster=reader.roster, bare=True)
        if not found or any(cost_of_name(credit.name) > 0.7 for credit in found.credits):
            continue
        ends_text = (
            before and before[0].kind == "paragraph" and (not after or after[0].kind == "head" or after[0].opens)
        )
        # Under a headline and before a dateline it is more likely the headline's second line: …抓好森/林防火.
        under_head = (
            before and before[0].kind == "head" and after and after[0].kind == "paragraph" and not after[0].opens
        )
        if ends_text or under_head:
            item.kind = "byline"
            item.byline = found
