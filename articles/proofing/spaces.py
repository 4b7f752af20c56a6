"""Stray blanks between Chinese and digits, letters, marks: a Chinese text is set without them.

A finding covers the character before the blanks too, so that its fix is never empty.
"""

import re
from collections.abc import Iterator

from articles.proofing.characters import BLANK, HAN, addresses, is_within
from articles.proofing.records import Finding, Kind, Severity, TextField

MARKS_AFTER_WHICH_NOTHING = "，、；：！？（《“‘"
MARKS_BEFORE_WHICH_NOTHING = "，。；：！？、）》”’"

# must match: 月 3 | 即 5 ; its exceptions are below
BEFORE_DIGIT = re.compile(rf"[{HAN}”）》%][{BLANK}]+(?=[0-9])")
# must match: 3 日 | 5% 的
AFTER_DIGIT = re.compile(rf"(?<![A-Za-z0-9.])(?:[0-9][0-9.,:]*)?([0-9][%‰℃]?[{BLANK}]+)(?=[{HAN}])")
# must match in a headline, where other blanks part its halves: 4 月 | 月 3日 | 3 日 | 20 万
DATE_OR_MEASURE = re.compile(
    rf"[年月][{BLANK}]+(?=[0-9]{{1,2}}[{BLANK}]*[月日])|[0-9][{BLANK}]+(?=[年月日时分个名人元万亿项所家条岁届天次]|平方米|公里)"
)
BESIDE_LATIN = re.compile(rf"[{HAN}][{BLANK}]+(?=[A-Za-z])|(?<![A-Za-z][{BLANK}])[A-Za-z][{BLANK}]+(?=[{HAN}])")
BETWEEN_HAN = re.compile(rf"[{HAN}][{BLANK}]+(?=[{HAN}])")
BESIDE_MARK = re.compile(
    rf"[^{BLANK}\n][{BLANK}]+(?=[{MARKS_BEFORE_WHICH_NOTHING}])"
    rf"|[{MARKS_AFTER_WHICH_NOTHING}][{BLANK}]+(?=[^{BLANK}\n])"
    rf"|。 (?=[{HAN}“《])"
)
# must match the text before a blank that belongs there: 本报讯 | 新华社北京4月3日电 | （记者 | 文/图 | 图为会场。张永久
DATELINE_END = re.compile(r"(?:讯|电|消息|报道|[）)])$")
DATELINE_LENGTH = 40  # characters at the head of a paragraph in which a dateline may end
BYLINE_BEFORE = re.compile(
    r"(?:记者|通讯员|实习生|摄影|编辑|校对|作者|整理|责编|审核|撰文|文|图|摄|讯|电|报道|[（(][^）)]{0,40})$"
)
BYLINE_AFTER = re.compile(
    rf"(?:[{HAN}]{{1,4}}[{BLANK}]*[/／]?)?(?:本报|记者|通讯员|实习生|摄影|文[/／]|图[/／]|文|图|摄|供图|报道|整理|编译|实习)"
)
# A line of names, a row of a table, a verse: short, and without a full stop.
SHORT_LINE = 40
LIST_NUMBER = re.compile(rf"^[{BLANK}]*[0-9.:：—–-]+[{BLANK}]+(?![年月日时点分号名个人元万亿])")


def find(field: TextField) -> Iterator[Finding]:
    if field.kind == Kind.BYLINE:
        return
    for number, text in field.numbered():
        if _has_no_blank(text):
            continue
        skipped = addresses(text)
        for start, end, code, severity in _blanks(text, field.kind):
            if not is_within(start, end, skipped):
                yield field.found(number, start, end, code, severity, fix=text[start:end].rstrip())


HAS_BLANK = re.compile(f"[{BLANK}]")


def _has_no_blank(text: str) -> bool:
    return not HAS_BLANK.search(text)


def _blanks(text: str, kind: Kind) -> Iterator[tuple[int, int, str, Severity]]:
    if kind == Kind.HEADLINE:
        for match in DATE_OR_MEASURE.finditer(text):
            yield *match.span(), "spaces.digit", Severity.ERROR
        return
    for match in BEFORE_DIGIT.finditer(text):
        if not _ends_dateline(text[: match.start() + 1]):
            yield *match.span(), "spaces.digit", Severity.ERROR
    for match in AFTER_DIGIT.finditer(text):
        listed = LIST_NUMBER.match(text)
        if not listed or listed.end() < match.end():
            yield *match.span(1), "spaces.digit", Severity.ERROR
    for match in BESIDE_LATIN.finditer(text):
        if not _is_byline(text, match.start() + 1, match.end()):
            yield *match.span(), "spaces.latin", Severity.DOUBT
    is_line_of_names = len(text) <= SHORT_LINE and "。" not in text
    for match in BETWEEN_HAN.finditer(text):
        if not is_line_of_names and not _is_byline(text, match.start() + 1, match.end()):
            yield *match.span(), "spaces.chinese", Severity.DOUBT
    for match in BESIDE_MARK.finditer(text):
        yield *match.span(), "spaces.mark", Severity.ERROR


def _ends_dateline(before: str) -> bool:
    return len(before) <= DATELINE_LENGTH and bool(DATELINE_END.search(before))


def _is_byline(text: str, first: int, last: int) -> bool:
    """Whether the blank from `first` to `last` stands in a byline or after a dateline."""
    before = text[max(0, first - DATELINE_LENGTH) : first]
    return bool(BYLINE_BEFORE.search(before) or BYLINE_AFTER.match(text, last))
