"""What may be mended in any text: a text as it is compared, when what was mended counts for nothing.

These are marks, digits and blanks of another width, a word set twice, what the starter list of misspelt words has, and
two ways to say one number: 上一次 and 上次, 第一个 and 头一个, 每一个 and 每个. A quotation may be mended so, too.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from articles.proofing.starter import wrong_words
from articles.text_differences import BLANKS, kept_blank

HAN = r"[\u3400-\u4dbf\u4e00-\u9fff]"
NUMERAL = "零〇○一二三四五六七八九十百千万亿两几半壹贰叁肆伍陆柒捌玖拾佰仟廿卅"
# Full-width digits and letters are the same facts as their narrow twins.
NARROW = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
NARROW |= {ord("％"): "%", ord("．"): ".", ord("＋"): "+", ord("－"): "-"}
# must match: the comma of "高新区,昨天" and of "开放,晚上”; must not match: that of "3,000人"
HALF_WIDTH = re.compile(rf"(?<={HAN}|[”’》）])[,;:?!]|[,;:?!](?={HAN}|[“‘《（])")
WIDE = {ord(mark): ord(mark) + 0xFEE0 for mark in ",;:?!"}
STRAIGHT = re.compile(r'"([^"\n]*)"')
# must match: "据了解据了解"; must not match: "常常", "三百三百"
TWICE = re.compile(rf"((?:(?![{NUMERAL}]){HAN}){{2,8}})\1+")
# must match: "比上一次多"; must not match: "大会上一次通过"
LAST_ONE = re.compile(rf"(?:(?<!{HAN})|(?<=[比较与和同跟据在是的得自从离距到他她它我你们人]))([上下])一(?=[次届轮])")
# must match: "是头一个"; must not match: "街头一位老人", "头一百人", "头一天" (the day before, too)
FIRST_ONE = re.compile(rf"(?:(?<!{HAN})|(?<=[是为成他她我们]))头一(?![{NUMERAL}天日年月周季晚夜早星])")
# must match: "每一名"; must not match: "每一百人"
EVERY_ONE = re.compile(rf"每一(?![{NUMERAL}])")

MENDED: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (STRAIGHT, lambda match: f"“{match[1]}”"),
    (BLANKS, kept_blank),
    (HALF_WIDTH, lambda match: match[0].translate(WIDE)),
    (LAST_ONE, lambda match: match[1]),
    (FIRST_ONE, lambda match: "第一"),
    (EVERY_ONE, lambda match: "每"),
)


@dataclass(frozen=True)
class Compared:
    """A text as it is compared, and where each of its characters stands in what was typed, a paragraph a line."""

    typed: str
    text: str
    origin: tuple[int, ...]  # one more than there are characters: the last is the end of what was typed

    def replaced(self, pattern: re.Pattern[str], by: Callable[[re.Match[str]], str]) -> "Compared":
        """Return the same with each match replaced by what `by` says."""
        parts, origin, at = [], [], 0
        for match in pattern.finditer(self.text):
            start, end = match.span()
            words = by(match)
            parts += (self.text[at:start], words)
            origin += self.origin[at:start]
            origin += [*self.origin[start:end], *[self.origin[end - 1]] * len(words)][: len(words)]
            at = end
        return Compared(self.typed, "".join((*parts, self.text[at:])), (*origin, *self.origin[at:]))

    def paragraph(self, at: int) -> int:
        """Return the number of the paragraph in which this character stands; the first is 1."""
        return self.typed.count("\n", 0, self.origin[at]) + 1

    def begins_paragraph(self, at: int) -> bool:
        """Say whether a paragraph or the text begins with this character, or has ended before it."""
        return at in {0, len(self.text)} or "\n" in self.typed[self.origin[at - 1] : self.origin[at]]

    def passage(self, at: int, start: int, end: int) -> str:
        """Return what was typed between these characters, in the paragraph of that at `at`, with … where it is cut."""
        line_start = self.typed.rfind("\n", 0, self.origin[at]) + 1
        line_end = self.typed.find("\n", self.origin[at])
        first, last = max(self.origin[start], line_start), self.origin[end]
        if 0 <= line_end < last:
            last = line_end
        goes_on = last < (len(self.typed) if line_end < 0 else line_end)
        return "…" * (first > line_start) + self.typed[first:last].strip() + "…" * goes_on


def as_compared(typed: str) -> Compared:
    """Return this text without what may always be mended."""
    found = Compared(typed, typed.translate(NARROW), tuple(range(len(typed) + 1)))
    for pattern, by in MENDED:
        found = found.replaced(pattern, by)
    for wrong, right in _misspellings():
        if wrong in found.text:
            found = found.replaced(re.compile(re.escape(wrong)), lambda match, right=right: right)
    return found.replaced(TWICE, lambda match: match[1])


@lru_cache(maxsize=1)
def _misspellings() -> tuple[tuple[str, str], ...]:
    return tuple((pair.wrong, pair.right) for pair in wrong_words() if pair.right)
