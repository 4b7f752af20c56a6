"""Dates against weekdays and the calendar, and events that lie in the future.

A date without a year is read as the one nearest to the issue date, or to today.
"""

import re
from calendar import isleap, monthrange
from collections.abc import Iterator
from datetime import date

from articles.proofing.records import Finding, Place, ProofText, Severity, TextField

WEEKDAYS = "一二三四五六日"
_YEAR, _MONTH, _DAY = r"(?P<year>(?:19|20)\d{2})年", r"(?P<month>\d{1,2})月", r"(?P<day>\d{1,2})[日号]"
# must match: 2023年4月3日 | 4月3日 ; not: 4月份, 3个月
DATE = re.compile(rf"(?<![\d.])(?:{_YEAR})?{_MONTH}{_DAY}")
# must match after a date: （星期一） | 星期一 | ，周日 | （周天） ; not: 周边, 周一至周五
AFTER = re.compile(r"\s?[，,]?\s?[（(]?(?P<word>星期|周|礼拜)(?P<weekday>[一二三四五六日天])(?![至到、—])")
# must match before a date: 周一（ | 星期五， | 星期日
BEFORE = re.compile(r"(?P<word>星期|周|礼拜)(?P<weekday>[一二三四五六日天])\s?[，,]?\s?[（(]?$")
# must match: 13月5日 | 2023年0月 ; not: 13个月, 为期18月
MONTH = re.compile(
    r"(?:(?<=年)|(?<![\d.]))(?P<month>\d{1,2})月(?=\d{1,2}[日号]|[上中下]旬|底|初)|(?<=\d年)(?P<other>\d{1,2})月"
)
NUMERIC = re.compile(
    r"(?<![\d./-])(?P<year>(?:19|20)\d{2})(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?![\d./-])"
)
# must match: 25时 | 25点30分 | 9时75分 | 25:00 ; not: 3:2, 25时段, 48小时
CLOCK = re.compile(r"(?<![\d:.])(?P<hour>\d{1,2})(?:[时点](?P<minute>\d{1,2})分|[:：](?P<minutes>\d{2})(?![\d:：]))")
DAY_TIME = re.compile(r"(?:[日号]|上午|下午|凌晨|早上|晚上|中午|晚|于|至|—|-)$")
# must match at the head of the text: 本报讯 4月3日 | （记者 张三）4月3日 | 4月3日
HEAD = re.compile(r"^.{0,40}?(?:讯|[）)]|^)\s*$")
SENTENCE_END = re.compile(r"[。！？；\n]")
TO_COME = re.compile(
    r"将|拟|计划|预计|截至|截止|之前|以前|前[，完]|起[，至]|到期|有效期|届时|为期|期限|最迟|不晚于|开放至|延至|定于|力争|确保|目标|规划"
)
HAPPENED = re.compile(
    r"昨[日天]|日前|近日|获悉|召开了|举行了|举办了|已[经于]?|圆满|落下帷幕|(?:召开|举行|举办|启动|开幕|开工|出席|调研)"
)
SOON = 90  # days from today within which a date without a year can be one to come; 4月3日 said in autumn is over
NEAR = 60  # days from the issue date within which a date without a year is certain


def find(piece: ProofText, *, today: date) -> Iterator[Finding]:
    near = piece.issue_date or piece.event_date
    for field in piece.fields:
        for number, text in field.numbered():
            yield from _weekdays(field, number, text, near, today)
            yield from _impossible(field, number, text, near or today)
            yield from _clock(field, number, text)
            yield from _to_come(field, number, text, near, today)
    for name, day in (("event_date", piece.event_date), ("filed_date", piece.filed_date)):
        if day and day > today:
            yield Finding(Place(name), Severity.DOUBT, "dates.future", day.isoformat(),
                          params=(("today", today.isoformat()),))  # fmt: skip


def read_date(match: re.Match[str], near: date) -> date | None:
    """The day that a date names; without a year the one nearest to `near`; None for one that no calendar has."""
    month, day = int(match["month"]), int(match["day"])
    if match["year"]:
        return made(int(match["year"]), month, day)
    days = [made(year, month, day) for year in (near.year - 1, near.year, near.year + 1)]
    return min((one for one in days if one), key=lambda one: abs((one - near).days), default=None)


def made(year: int, month: int, day: int) -> date | None:
    if 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]:
        return date(year, month, day)
    return None


def _weekdays(field: TextField, number: int, text: str, near: date | None, today: date) -> Iterator[Finding]:
    for match in DATE.finditer(text):
        named = AFTER.match(text, match.end()) or BEFORE.search(text[max(0, match.start() - 8) : match.start()])
        day = read_date(match, near or today) if named else None
        if named is None or day is None or WEEKDAYS.index(named["weekday"].replace("天", "日")) == day.weekday():
            continue
        is_certain = bool(match["year"]) or (near is not None and abs((day - near).days) <= NEAR)
        offset = 0 if named.re is AFTER else max(0, match.start() - 8)
        start, end = (offset + at for at in named.span("weekday"))
        right = WEEKDAYS[day.weekday()]
        yield field.found(
            number, start, end, "dates.weekday", Severity.ERROR if is_certain else Severity.DOUBT, fix=right,
            day=day.isoformat(), weekday=named["word"] + right,
        )  # fmt: skip


def _impossible(field: TextField, number: int, text: str, near: date) -> Iterator[Finding]:
    for match in (*DATE.finditer(text), *NUMERIC.finditer(text)):
        month, day = int(match["month"]), int(match["day"])
        is_leap_day = (month, day) == (2, 29)
        if (
            not 1 <= month <= 12
            or not 1 <= day <= monthrange(2000, month)[1]
            or (is_leap_day and match["year"] and not isleap(int(match["year"])))
        ):
            yield field.found(number, *match.span(), "dates.impossible", Severity.ERROR)
        elif is_leap_day and not match["year"] and not isleap(near.year):
            yield field.found(number, *match.span(), "dates.impossible", Severity.DOUBT)
    for match in MONTH.finditer(text):
        month = int(match["month"] or match["other"])
        if not 1 <= month <= 12 and not DATE.match(text, match.start()):
            yield field.found(number, *match.span(), "dates.impossible", Severity.ERROR)


def _clock(field: TextField, number: int, text: str) -> Iterator[Finding]:
    for match in CLOCK.finditer(text):
        hour, minute = int(match["hour"]), int(match["minute"] or match["minutes"])
        by_colon = match["minutes"] is not None
        if by_colon and not DAY_TIME.search(text[: match.start()]):
            continue  # a score, a scale
        if hour > 24 or minute > 59 or (hour == 24 and minute):
            yield field.found(number, *match.span(), "dates.clock", Severity.ERROR)


def _to_come(field: TextField, number: int, text: str, near: date | None, today: date) -> Iterator[Finding]:
    """A date after today in a sentence that tells it as past, or at the head of the text."""
    for match in DATE.finditer(text):
        day = read_date(match, near or today)
        is_far = not match["year"] and day is not None and (day - today).days > SOON
        if day is None or day <= today or is_far:
            continue
        bounds = [end.end() for end in SENTENCE_END.finditer(text)]
        first = max((end for end in bounds if end <= match.start()), default=0)
        last = min((end for end in bounds if end >= match.end()), default=len(text))
        sentence = text[first:last]
        is_head = field.name == "body" and number == 0 and HEAD.match(text[: match.start()])
        is_told = HAPPENED.search(sentence) or is_head
        if is_told and not TO_COME.search(sentence):
            yield field.found(number, *match.span(), "dates.future", Severity.DOUBT, today=today.isoformat())
