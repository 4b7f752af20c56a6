"""Quotation marks, brackets and book titles: each has its partner, and they nest as GB/T 15834—2011 wants."""

import re
from collections.abc import Iterator

from articles.proofing.records import Finding, Severity, TextField

PARTNER = {
    "“": "”",
    "‘": "’",
    "（": "）",
    "(": ")",
    "《": "》",
    "〈": "〉",
    "【": "】",
    "「": "」",
    "『": "』",
    "［": "］",
}
OPENS = {closing: opening for opening, closing in PARTNER.items()}
#: A bracket may be opened in one width and closed in the other; the width is a matter of `punctuation`.
WIDTH = {"(": "（", ")": "）"}
#: What the same mark inside itself becomes.
INNER = {"“": "‘", "”": "’", "《": "〈", "》": "〉", "（": "〔", "）": "〕"}
MARK = re.compile(f"[{re.escape(''.join(PARTNER) + ''.join(OPENS))}]")
# must match the text before a bracket that only closes a number: 1） | （空）；2） | 一) | a) ; not: 会议）
LISTED = re.compile(r"(?:^|[\s。；：，、;:,.])[0-9a-zA-Z一二三四五六七八九十]{1,3}$")
# must match before an apostrophe: the s of it’s, the 0 of 80’s
APOSTROPHE = re.compile(r"[A-Za-z0-9]$")


def find(field: TextField) -> Iterator[Finding]:
    goes_on = False  # a quotation that was opened in the paragraph before is opened once more in this one
    for number, text in field.numbered():
        opened: list[tuple[str, int]] = []
        following = field.paragraphs[number + 1] if number + 1 < len(field.paragraphs) else ""
        for match in MARK.finditer(text):
            mark, place = match[0], match.start()
            shape = WIDTH.get(mark, mark)
            if shape in PARTNER:
                if shape in "“《" and any(other == shape for other, _ in opened):
                    yield from _nested(field, number, shape, place, opened[-1])
                opened.append((shape, place))
            elif opened and PARTNER[opened[-1][0]] == shape:
                opened.pop()
            elif (shape == "’" and APOSTROPHE.search(text[:place])) or (shape == "）" and LISTED.search(text[:place])):
                continue
            elif any(PARTNER[other] == shape for other, _ in opened):
                yield from _closed_over(field, number, shape, place, opened)
            elif not (shape == "”" and goes_on and not opened):
                yield field.found(number, place, place + 1, "pairs.not_opened", Severity.ERROR, mark=mark,
                                  partner=OPENS[shape])  # fmt: skip
        goes_on = False
        for shape, place in opened:
            if shape == "“" and following.startswith("“"):
                goes_on = True  # each paragraph of a long quotation opens it, the last one closes it
                continue
            yield field.found(number, place, place + 1, "pairs.not_closed", Severity.ERROR, mark=text[place],
                              partner=PARTNER[shape])  # fmt: skip


def _nested(field: TextField, number: int, shape: str, place: int, last: tuple[str, int]) -> Iterator[Finding]:
    """The same mark opened twice: the inner pair has another shape, where it is closed; else one was forgotten."""
    text = field.paragraphs[number]
    closing = PARTNER[shape]
    inner_end = text.find(closing, place)
    again = text.find(shape, place + 1)
    outer_end = text.find(closing, inner_end + 1) if inner_end >= 0 else -1
    is_pair = inner_end >= 0 and outer_end >= 0 and (again < 0 or outer_end < again or inner_end < again)
    if last[0] == shape and is_pair and text.count(shape) == text.count(closing):
        for at, mark in ((place, shape), (inner_end, closing)):
            yield field.found(number, at, at + 1, "pairs.same_inside", Severity.ERROR, fix=INNER[mark], mark=mark)


def _closed_over(
    field: TextField, number: int, shape: str, place: int, opened: list[tuple[str, int]]
) -> Iterator[Finding]:
    """A mark closes an outer pair while an inner one is open: crossed, or the inner one was forgotten."""
    text = field.paragraphs[number]
    while PARTNER[opened[-1][0]] != shape:
        inner, at = opened.pop()
        code = "pairs.crossed" if PARTNER[inner] in text[place:] else "pairs.not_closed"
        yield field.found(number, at, at + 1, code, Severity.ERROR, mark=text[at], partner=PARTNER[inner])
    opened.pop()
