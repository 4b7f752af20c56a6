"""What belongs to no piece is set aside: the furniture of the page, and headings that only repeat one another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from . import furniture as furniture_module
from .byline_places import read_closing_byline
from .bylines import read_byline
from .items import Item
from .layout import SENTENCE_END, has_blank_after_every_line
from .records import (
    Furniture,
    Line,
)

# Must match: 晚,党委统战部 | 上午，全市 ; must not: 星期一 | 本报讯
GOES_ON_AFTER_DAY = re.compile("[上下]午|晚|凌晨|清晨|傍晚|早[上晨]|中午|深夜|[，,、。：:；至到起前后以的电讯日]|—|-")
# What a narrow column left of a dateline after the paper's name.   Must match: 讯（记者 | 讯 昨日 ; must not: 讯息
REST_OF_DATELINE = re.compile("讯(?![息号问])")
INNER_MARK = re.compile("[，。、；：！？]")
TOP = 4  # lines among which the name of the paper stands
NARROWEST = 16  # half-width units: no column of running text is narrower


def set_furniture_aside(lines: Sequence[Line], roster: frozenset[str]) -> tuple[list[Line], list[Furniture]]:
    """The lines that hold text, and the furniture; a line after furniture counts as after a blank one."""
    body: list[Line] = []
    aside: list[Furniture] = []
    gap = 0
    kinds = [furniture_module.classify(line.plain) or furniture_module.classify(line.text) for line in lines]
    usual_gap = 1 if has_blank_after_every_line(lines) else 0
    for index, line in enumerate(lines):
        kind = kinds[index]
        if kind == "date" and index + 1 < len(lines) and GOES_ON_AFTER_DAY.match(lines[index + 1].plain):
            kind = ""  # a narrow column broke its text right after a day
        if kind == "date" and index and not line.gap and furniture_module.SIGNED.search(lines[index - 1].plain):
            kind = "" if not kinds[index - 1] else kind
        if kind == "masthead" and index + 1 < len(lines) and REST_OF_DATELINE.match(lines[index + 1].plain):
            kind = ""
        if kind in ("site", "contact") and _is_in_mid_text(lines, kinds, index, roster, usual_gap):
            kind = ""
        beside = kinds[index + 1 : index + 2] + kinds[:index][-1:]
        if not kind and furniture_module.TITLE_BY_ITS_PLACE.match(line.plain) and {"date", "page"} & {*beside}:
            kind = "page"
        if not kind and index < TOP and _is_masthead(line, beside):
            kind = "masthead"
        kinds[index] = kind
        if kind:
            aside.append(Furniture(line.number, line.text, kind))
            gap = max(gap, line.gap, 1)
            continue
        body.append(replace(line, gap=max(gap, line.gap)) if gap else line)
        gap = 0
    return body, aside


def _is_masthead(line: Line, beside: Sequence[str]) -> bool:
    """Whether a line at the page's head is the name of the paper, beside the day or the number of the page."""
    return furniture_module.MASTHEAD_BY_ITS_PLACE.match(line.plain) is not None and bool({"date", "page"} & {*beside})


def _is_in_mid_text(
    lines: Sequence[Line], kinds: Sequence[str], index: int, roster: frozenset[str], usual_gap: int
) -> bool:
    """Whether a line that sounds like a button (阅读, 评论, 电话) is a line of running text that a column broke there.

    `kinds` are settled up to this line; more blank lines than `usual_gap` are a border. Text runs into it where the
    lines above have broken off within a sentence; or out of it, where it is as wide as the text that goes on below it.
    """
    line, run = lines[index], []
    for at in range(index - 1, -1, -1):
        if kinds[at] or lines[at + 1].gap > usual_gap or SENTENCE_END.search(lines[at].plain):
            break
        run.append(lines[at].plain)
    if any(INNER_MARK.search(text) for text in run):
        above = "".join(reversed(run[:3]))[-60:]
        return read_closing_byline(above, roster=roster) is None and not read_byline(run[0], roster=roster)
    if index + 1 == len(lines) or kinds[index + 1] or lines[index + 1].gap > usual_gap or " " in line.plain:
        return False
    follower = lines[index + 1]
    return line.width >= NARROWEST and follower.width - line.width <= 4 and bool(INNER_MARK.search(follower.plain))


def set_repeated_headings_aside(items: list[Item], aside: list[Furniture]) -> list[Item]:
    """The items without headings that only say again what the one before them says, as agencies' copy has it."""
    kept: list[Item] = []
    for item in items:
        if kept and item.kind == kept[-1].kind == "head" and item.passage.letters == kept[-1].passage.letters:
            aside += [Furniture(line.number, line.text, "repeated") for line in item.unit.lines]
        else:
            kept.append(item)
    return kept
