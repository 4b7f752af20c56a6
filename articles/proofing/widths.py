"""Full-width digits and letters: a typewriter's habit that searching, sorting and phones do not understand."""

import re
from collections.abc import Iterator

from articles.proofing.records import Finding, Severity, TextField

NARROW = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
NARROW |= {
    ord("．"): ".",
    ord("％"): "%",
    ord("＋"): "+",
    ord("－"): "-",
    ord("／"): "/",
    ord("＠"): "@",
    ord("＆"): "&",
}

# must match: ２０２３ | １２．５％ | ＧＤＰ | 216．3 (its point) | 5％ (its sign) ; not: 9：30, （）, a lone ％
WIDE = re.compile(
    r"[０-９Ａ-Ｚａ-ｚ](?:[０-９Ａ-Ｚａ-ｚ．＋－／＠＆]*[０-９Ａ-Ｚａ-ｚ])?％?|(?<=[0-9])．(?=[0-9])|(?<=[0-9])％"
)


def find(field: TextField) -> Iterator[Finding]:
    for number, text in field.numbered():
        for match in WIDE.finditer(text):
            fix = match[0].translate(NARROW)
            yield field.found(number, *match.span(), "widths.full_width", Severity.ERROR, fix=fix)
