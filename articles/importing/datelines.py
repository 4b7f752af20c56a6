"""Datelines (电头) and days as they are printed.

`read_dateline(text)` finds a dateline at the head of a piece, `read_tail_dateline(text)` one in brackets at its end,
`read_event_date(text)` the day that the text opens with. A filing date (`…4月3日电`) and an event date (`4月3日，…`)
are different things and stay apart. Years that are not printed are proposed from the issue date and marked so.
"""

from __future__ import annotations

import contextlib
import re
from datetime import date, timedelta

from .records import Dateline, PrintedDate

HAN = "\u4e00-\u9fff"
S = "[ \t\u3000\u00a0]*"

# Full-width and Chinese numerals: matches 4, ４, 十二, 二十一, 二〇〇七; not 第.
DIGIT = "[0-9０-９]"
NUMERAL = f"(?:{DIGIT}{{1,2}}|[一二三四五六七八九十]{{1,3}}|廿[一二三四五六七八九]?|卅一?)"
YEAR = f"(?:{DIGIT}{{4}}|[一二三四五六七八九〇○零]{{4}})"
# Matches 4月3日, 2023年4月3日, 十月二十六日, 7月5日22时; not 4月份, 3日.
DAY = f"(?:(?P<year>{YEAR}){S}年{S})?(?P<month>{NUMERAL}){S}月{S}(?P<day>{NUMERAL}){S}[日号]"
HOUR = f"(?:{S}{DIGIT}{{1,2}}{S}[时点](?:{DIGIT}{{1,2}}分)?)?"

SELF = "本报|本台|本网|本刊|本社"
AGENCY = (
    "新华社|新华网|中新社|中新网|中国新闻网|人民网|央视网|央广网|光明网|中青网|国际在线|国新网|"
    "法新社|路透社|美联社|塔斯社|共同社|中央社|中通社"
)
SHORT_SOURCES = frozenset([*SELF.split("|"), *AGENCY.split("|"), ""])
PAPERS = "晚报|日报|时报|早报|晨报|商报|都市报|快报|周报|导报|青年报|京报"
SITES = "电视台|新闻网|在线|网|新闻|客户端|传媒|融媒体中心|融媒体|融媒|全媒体|发布"
# Matches 清河晚报, 华龙网, 浙江在线, 时报 (a paper's short name for itself); not 汇报.
PAPER = (
    f"(?:[{HAN}A-Za-z·]{{1,10}}?(?:{PAPERS}|{SITES})(?:·?[{HAN}]{{0,4}}(?:{SITES}))?"
    f"|{PAPERS}|(?![{HAN}]*本报)[{HAN}]{{2,5}}报(?=(?:快|专|简)?讯))"
)
# A place within a dateline: no mark, no day, no word of a sentence.
PLACE = f"(?:(?!记者|综合|通讯|资讯|短讯|音讯|视讯|快讯|专讯|简讯|专电|急电|特电|[的了在是从向讯电])[{HAN}·]){{1,12}}?"
# Matches the 讯 of 本报讯 4月; not that of 讯息, 讯员.
KIND = "综合(?:消息|讯)|(?:快讯|专讯|简讯|讯)(?![员息问飞号])|专电|急电|特电|电|消息"
# What makes a word of 电: 新京报电子版 is no dateline. Asked only where no date stands before it.
AFTER_POWER = "力影话视脑商动信网器台梯池站费价厂缆机车子"

ROUND = ("（", "(")
OPEN = "[【［\\[（(〔]"
CLOSE = "[】］\\]）)〕]"

# Must match: 本报讯 | 本报汉中讯 | 本报北京5月9日讯 | 据新华社1月1日电 | 【清河晚报讯】 | 成都晚报掌上成都12月21日讯
# Must not: 本报记者 张三 | 本报通讯员 | 据新华社报道 | 新京报电子版
SOURCE = f"(?:{SELF})(?:{PAPER})?|(?:{AGENCY})|{PAPER}(?:掌上{PLACE})?|社(?=[{HAN}]{{2,8}}{DIGIT})"
HEAD = re.compile(
    f"^{S}(?P<open>{OPEN}?){S}(?P<according>据|综合(?=新华社|中新社))?(?P<source>{SOURCE}){S}(?P<place>{PLACE})?{S}(?P<date>{DAY}{HOUR})?{S}"
    f"(?P<kind>{KIND}){S}(?P<close>{CLOSE}?){S}(?P<colon>[：:]?)"
)
# Must match: 3月17日消息： ; must not: 3月17日，消息
DATED_NEWS = re.compile(f"^{S}(?P<date>{DAY}){S}(?P<kind>消息|电|讯)(?P<colon>[：:]|(?={S}{OPEN}))")
# Must match: （本报华盛顿12月30日电） | （据新华社电） ; must not: （记者 张三）
TAIL = re.compile(
    f"(?P<all>[（(【]{S}(?P<according>据)?(?P<source>{SELF}|{AGENCY}|{PAPER}){S}(?P<place>{PLACE})?{S}"
    f"(?P<date>{DAY}{HOUR})?{S}(?P<kind>{KIND}){S}[）)】]){S}$"
)

# The day that a text opens with.
# Must match: 4月3日上午， | 近日，4月16日凌晨， | 昨日（3月2日）， | 2007年12月23日晚, | 今（9）日
# Must not: 截至4月6日 | 近日， | 去年4月3日起
MARK = "[●■◆▲□“‘]?"
RECENTLY = "(?:近日|日前|昨日|昨天|前日|今日|今天|当日)[，,]"
EVENT = re.compile(f"^{S}{MARK}{S}(?:{RECENTLY}{S})?(?:[今昨前][日天]{S}[（(]{S})?{DAY}")
# Must match: 5日下午， | 11日至13日， ; must not: 5日游 | 30日内
DAY_ONLY = re.compile(
    f"^{S}(?P<day>{DIGIT}{{1,2}}){S}日(?=[，,]|上午|下午|晚|凌晨|清晨|早|中午|傍晚|夜|{S}(?:至|到|[-~～—]))"
)
# Must match: 今（9）日 | 昨日(12日)
GLOSSED_DAY = re.compile(f"^{S}(?P<word>[今昨前])(?:[日天]?[（(]{S}(?P<day>{DIGIT}{{1,2}}){S}日?{S}[）)]{S}[日天]?)")
RELATIVE = re.compile(f"^{S}(?P<word>今|昨|前)(?:[日天]|晚|晨)")
DAYS_AGO = {"今": 0, "昨": 1, "前": 2}

# A date line of the page: 2010年1月9日 星期五 | 2012.10.25 | 2026-01-26 | 二〇二三年四月七日
PAGE_DATE = re.compile(
    f"(?P<year>{YEAR}){S}(?:年|[.\\-/．－]){S}(?P<month>{NUMERAL}){S}(?:月|[.\\-/．－]){S}(?P<day>{NUMERAL})(?:{S}[日号])?(?!{DIGIT})"
)

CHINESE_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}


def number(text: str) -> int:
    """The value of a numeral in any of the printed forms.

    >>> number("２１"), number("二十一"), number("二〇〇七"), number("廿五")
    (21, 21, 2007, 25)
    """
    text = re.sub(r"\s", "", text)
    if text[:1].isdigit() and text not in CHINESE_DIGITS:
        return int(text)
    if len(text) == 4:
        return int("".join(str(CHINESE_DIGITS[c]) for c in text))
    text = text.replace("廿", "二十").replace("卅", "三十")
    if "十" in text:
        tens, _, ones = text.partition("十")
        return 10 * (CHINESE_DIGITS[tens] if tens else 1) + (CHINESE_DIGITS[ones] if ones else 0)
    return CHINESE_DIGITS[text]


def year_near(month: int, day: int, issue: date) -> int:
    """The year of a day printed without one: the last such day up to the issue (and the morrow).

    >>> year_near(12, 30, date(2023, 1, 2)), year_near(4, 3, date(2023, 4, 7))
    (2022, 2023)
    """
    for year in (issue.year + 1, issue.year, issue.year - 1):
        with contextlib.suppress(ValueError):  # the 29th of February
            if date(year, month, day) <= issue + timedelta(days=1):
                return year
    return issue.year


def _printed_date(found: re.Match[str], issue: date | None, printed: str) -> PrintedDate | None:
    groups = found.groupdict()
    month, day = number(groups["month"]), number(groups["day"])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    if groups.get("year"):
        return PrintedDate(number(groups["year"]), month, day, as_printed=printed)
    year = year_near(month, day, issue) if issue else None
    return PrintedDate(year, month, day, year_is_proposed=bool(year), as_printed=printed)


def read_dateline(text: str, issue: date | None = None) -> tuple[Dateline, int] | None:
    """The dateline that `text` begins with, and where the text goes on after it."""
    found = HEAD.match(text)
    if found and found["open"] in ROUND and found["close"] and found.end() == len(text):
        return None  # alone in round brackets it closes the piece above
    if found and (found["open"] or not found["close"]) and not _is_a_sentence(found):
        end = found.end()
        source = found["source"] if found["source"] != "社" else ""
        filed = _printed_date(found, issue, found["date"]) if found["date"] else None
        printed = text[:end].strip()
        kind = found["kind"]
        name = ("据" if found["according"] else "") + source
        return Dateline(printed, name, kind, found["place"] or "", filed), end
    found = DATED_NEWS.match(text)
    if found:
        filed = _printed_date(found, issue, found["date"])
        return Dateline(text[: found.end()].strip(), "", found["kind"], "", filed), found.end()
    return None


def begins_with_dateline(line: str, following: str) -> bool:
    """Whether a line begins a piece: its dateline may run on into the following line, its source's name may not."""
    found = read_dateline(line + following)
    if not found:
        return False
    source = found[0].source.removeprefix("据")
    # A narrow column may break a paper's name (青岚晚|报讯); a longer one would be a headline and a name.
    return found[1] <= len(line) or source in SHORT_SOURCES or source in line or len(source) <= 4


def _is_a_sentence(found: re.Match[str]) -> bool:
    """Whether what looked like a dateline is running text, as in 新闻网讯员 or a source of many words."""
    source, after = found["source"], found.string[found.end("kind") : found.end("kind") + 1]
    if found["kind"] == "电" and not found["date"] and after and after in AFTER_POWER:
        return True
    if source in SHORT_SOURCES:
        return False
    return bool(re.search("[的了是从向]|在(?!线)", source)) or (
        not found["date"] and found["kind"] == "消息" and not found["colon"]
    )


def read_tail_dateline(text: str, issue: date | None = None) -> tuple[Dateline, int] | None:
    """The bracketed dateline that `text` ends with, and where it begins."""
    found = TAIL.search(text[-60:])
    if not found:
        return None
    filed = _printed_date(found, issue, found["date"]) if found["date"] else None
    name = ("据" if found["according"] else "") + found["source"]
    start = max(0, len(text) - 60) + found.start()
    return Dateline(found["all"], name, found["kind"], found["place"] or "", filed), start


def read_event_date(text: str, issue: date | None = None) -> PrintedDate | None:
    """The day that the text opens with; of a range its first day."""
    found = EVENT.match(text)
    if found:
        start = found.start("year") if found["year"] else found.start("month")
        return _printed_date(found, issue, text[start : found.end()])
    if not issue:
        return None
    for pattern in (GLOSSED_DAY, DAY_ONLY):
        found = pattern.match(text)
        if found:
            return _recent_day(number(found["day"]), issue, found.group().strip())
    found = RELATIVE.match(text)
    if found:
        day = issue - timedelta(days=DAYS_AGO[found["word"]])
        return PrintedDate(day.year, day.month, day.day, True, True, found.group().strip())
    return None


def _recent_day(day: int, issue: date, printed: str) -> PrintedDate | None:
    """The last such day of a month up to the issue."""
    for back in range(62):
        candidate = issue + timedelta(days=1 - back)
        if candidate.day == day:
            return PrintedDate(candidate.year, candidate.month, candidate.day, True, True, printed)
    return None


def read_page_date(text: str) -> date | None:
    """The date of a page's date line."""
    found = PAGE_DATE.search(text)
    if not found:
        return None
    try:
        return date(number(found["year"]), number(found["month"]), number(found["day"]))
    except (ValueError, KeyError):
        return None
