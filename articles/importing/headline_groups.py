"""The lines above a piece as 引题 (kicker), 主题 (headline) and 副题 (subheading)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .items import Item
from .split import plain
from .traditional import fold

# How a line that leads up to the headline ends.
# Must match: 【乡村振兴看青岚】 | 何川在柳溪调研时强调 | 贯彻落实县委全会精神 ; must not: 柳溪大桥通车
LEADS_UP = re.compile(
    "^[【［\\[][^】］\\]]+[】］\\]]$|(?:强调|指出|要求|时|精神|侧记|纪实|会议|系列报道[一二三四五六七八九十]*|之[一二三四五六七八九十])[：:]?$"
)
# A line that follows the headline.   Must match: ——记柳溪镇教师何川 | 何川主持并讲话
FOLLOWS = re.compile("^(?:——|—|--)|(?:讲话|出席|参加|主持|陪同)$")

# A line that says itself which one of the headline group it is.
# Must match: 引题：何川调研时强调 | （副题）——记何川 ; must not: 主题教育：走深走实 | 主题活动开幕
LABEL_OF_HEAD = re.compile(
    "^(?:(?P<said>引题|肩题|主题|副题|副标题)[：:]|[（(【](?P<set>引题|肩题|主题|副题|副标题)[）)】])[ \u3000]*"
)
KICKER_LABELS, SUBHEADING_LABELS = {"引题", "肩题"}, {"副题", "副标题"}


def is_group(run: Sequence[Item]) -> bool:
    """Whether headings one after the other say that they are 引题 and 主题, or 主题 and 副题."""
    first, last = run[0].passage.letters, run[-1].passage.letters
    if LABEL_OF_HEAD.match(first):
        return True
    return len(run) > 1 and (LEADS_UP.search(first) is not None or FOLLOWS.search(last) is not None)


def headline_group(heads: Sequence[Item]) -> tuple[str, list[str], str]:
    """The headline group as (引题, 主题, 副题); of lines that neither lead up nor follow, all are the headline's."""
    texts = ["".join(plain(line.text) for line in item.unit.lines) for item in heads]
    if any(LABEL_OF_HEAD.match(fold(text)) for text in texts):
        return _labelled(texts)
    kicker: list[str] = []
    subheading: list[str] = []
    while len(texts) > 1 and LEADS_UP.search(fold(texts[0])) and len(kicker) < 2:
        kicker.append(texts.pop(0))
    while len(texts) > 1 and FOLLOWS.search(fold(texts[-1])):
        subheading.insert(0, texts.pop())
    return " ".join(kicker), texts, " ".join(subheading)


def _labelled(texts: Sequence[str]) -> tuple[str, list[str], str]:
    """The headline group of lines that say which they are; a line without a label belongs to the one above it."""
    found: dict[str, list[str]] = {"kicker": [], "headline": [], "subheading": []}
    place = "headline"
    for text in texts:
        if label := LABEL_OF_HEAD.match(fold(text)):
            said = label["said"] or label["set"]
            place = "kicker" if said in KICKER_LABELS else "subheading" if said in SUBHEADING_LABELS else "headline"
        found[place].append(text[label.end() :] if label else text)
    return " ".join(found["kicker"]), found["headline"], " ".join(found["subheading"])
