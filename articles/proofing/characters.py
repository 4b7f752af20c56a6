"""Kinds of characters, as parts of the patterns; and what in a text is an address and no prose."""

import re

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff"  # inside brackets
#: Han characters and the marks that stand between them.
CHINESE = f"{HAN}，。；：！？、“”‘’（）《》〈〉【】「」『』…—"
#: Every blank that a keyboard, Word or a page layout makes.
BLANK = " \t\u00a0\u2002-\u200a\u202f\u205f\u3000"

# must match: https://example.cn/a,b?c=1 www.example.cn a.b@example.cn ; not: example（
ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]+|[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


def addresses(text: str) -> list[tuple[int, int]]:
    """The spans of web and mail addresses: no house style applies inside them."""
    if "@" not in text and "//" not in text and "www." not in text:
        return []
    return [match.span() for match in ADDRESS.finditer(text)]


def is_within(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    return any(first <= start and end <= last for first, last in spans)
