"""Units as GB 3100—1993 and GB/T 15835—2011 write them. Conservative: proposals, never certain errors.

公斤, 公里, 亩 and 度 are units of daily life and stay.
"""

import re
from collections.abc import Callable, Iterator

from articles.proofing.records import Finding, Severity, TextField

_NUMBER = r"(?<=[0-9百千万亿余多几])\s?"
Fix = str | Callable[[re.Match[str]], str]

#: pattern → what is written instead. A line it must match, and one it must not, stand in the tests.
UNITS: tuple[tuple[re.Pattern[str], Fix], ...] = (
    (re.compile(rf"{_NUMBER}平米"), "平方米"),
    (re.compile(rf"{_NUMBER}立米"), "立方米"),
    (re.compile(rf"{_NUMBER}(?:M2|m2|M²|㎡)(?![A-Za-z0-9])"), "平方米"),
    (re.compile(rf"{_NUMBER}(?:M3|m3|M³|m³)(?![A-Za-z0-9])"), "立方米"),
    (re.compile(rf"{_NUMBER}公分"), "厘米"),
    (re.compile(rf"{_NUMBER}公尺"), "米"),
    (re.compile(rf"{_NUMBER}公升"), "升"),
    (re.compile(rf"{_NUMBER}市斤"), "斤"),
    (re.compile(rf"{_NUMBER}公亩"), "公亩（100平方米）"),
    (re.compile(rf"{_NUMBER}(?:KM|Km|kM)(?![A-Za-z])"), "km"),
    (re.compile(rf"{_NUMBER}(?:KG|Kg|kG|KGS|kgs)(?![A-Za-z])"), "kg"),
    (re.compile(rf"{_NUMBER}(?:CM|Cm)(?![A-Za-z])"), "cm"),
    (re.compile(rf"{_NUMBER}(?:MM|Mm)(?![A-Za-z])"), "mm"),
    (re.compile(rf"{_NUMBER}(?:KW|Kw|kw)(?![A-Za-z])"), "kW"),
    (re.compile(rf"{_NUMBER}(?:KWH|Kwh|kwh|KWh|kw·h|KW·h)(?![A-Za-z])"), "kW·h"),
    (re.compile(rf"{_NUMBER}(?:ML|Ml|ml)(?![A-Za-z])"), "mL"),
    (re.compile(rf"{_NUMBER}(?:HZ|hz|hZ)(?![A-Za-z])"), "Hz"),
    (re.compile(r"摄氏(零下)?(\d+(?:\.\d+)?)度"), lambda match: f"{match[1] or ''}{match[2]}摄氏度"),
    (re.compile(r"(?<=\d)(?:°C|°c|度C)"), "℃"),
    # A range has the sign at both ends: 3%—5%. must match: 3-5% ; not: 3%-5%, 2021-25%
    (re.compile(r"(?<![\d.%-])(\d{1,3}(?:\.\d+)?)[-~～—–](?=\d{1,3}(?:\.\d+)?%)"), lambda match: f"{match[1]}%—"),
)


def find(field: TextField) -> Iterator[Finding]:
    for number, text in field.numbered():
        for pattern, fix in UNITS:
            for match in pattern.finditer(text):
                right = fix if isinstance(fix, str) else fix(match)
                if match[0] != right:
                    yield field.found(number, *match.span(), "units.form", Severity.DOUBT, fix=right)
