"""Text becomes numbered lines: blank ones counted, letter-spacing seen through, line ends without meaning undone.

`split(text) -> Lines(lines, blank, count)`.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from dataclasses import dataclass

from .records import Line
from .traditional import fold

LINE_END = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
# Soft hyphens, direction marks and zero-width spaces carry nothing in Chinese text.
ZERO_WIDTH = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
SPACE = "[ \t\f\v\u00a0\u3000\u2002-\u200a\u202f\u205f]"
LEADING = re.compile(f"{SPACE}*")
RUN = re.compile(f"{SPACE}+")
# Exports put a space beside digits. One after a dateline's 讯, 电 or bracket was printed.
BEFORE_DIGIT = re.compile(f"(?<=[^\x00-\x7f讯电】）]){SPACE}+(?=\\d)")
AFTER_DIGIT = re.compile(f"(?<=\\d){SPACE}+(?=[\u4e00-\u9fff])(?!\\S{SPACE}\\S{SPACE})")

# A line this long (half-width units) in a file of few lines holds a whole piece whose line ends were lost.
LOST_LINE_ENDS = 100


@dataclass(frozen=True, slots=True)
class Lines:
    lines: tuple[Line, ...]
    blank: tuple[int, ...]  # numbers of the blank lines
    count: int


_widths: dict[str, int] = {}


def width(text: str) -> int:
    """The width of `text` in half-width units, as a Chinese typesetter counts: quotes, dashes and dots are full."""
    total = 0
    for char in text:
        units = _widths.get(char)
        if units is None:
            wide = char in "“”‘’…—·" or unicodedata.east_asian_width(char) in "WF"
            units = _widths[char] = 2 if wide else 1
        total += units
    return total


def plain(text: str) -> str:
    """`text` without letter-spacing (`本 报 讯`) and without the stray spaces that exports put beside digits.

    Other spaces stay, since in a byline they divide names.
    """
    if " " in text and is_letter_spaced(text):
        # One space between any two characters: a printed space shows as three.
        text = re.sub(" (?: +|(?=[^ ]))", lambda gap: " " if len(gap.group()) > 2 else "", text)
    text = BEFORE_DIGIT.sub("", text)
    return re.sub(f"(?<=\\d){SPACE}+(?=[\u4e00-\u9fff])", "", text)


def is_letter_spaced(text: str) -> bool:
    """Whether every character of the line is set apart from the next by a space.

    >>> is_letter_spaced("本 报 讯 记 者"), is_letter_spaced("记者 张 三")
    (True, False)
    """
    text = text.strip()
    if len(text) < 5 or text[1::2].strip(" "):
        return False
    set_apart = text[::2]
    return set_apart.count(" ") <= 0.34 * len(set_apart)


def split(text: str) -> Lines:
    """Every line of the text, blank ones apart, with what a reader sees of each."""
    printed = LINE_END.split(text)
    if printed and printed[-1] == "":
        printed.pop()
    if _lost_its_line_ends(printed):
        return _split_by_spaces(printed)
    lines, blank, gap = [], [], 0
    for number, raw in enumerate(printed, 1):
        cleaned = ZERO_WIDTH.sub("", raw)
        stripped = cleaned.strip()
        if not stripped:
            blank.append(number)
            gap += 1
            continue
        lines.append(_line(number, cleaned, stripped, gap))
        gap = 0
    return Lines(tuple(lines), tuple(blank), len(printed))


def _line(number: int, cleaned: str, stripped: str, gap: int) -> Line:
    indent = width(LEADING.match(cleaned).group().replace("\t", "    "))
    reading = fold(plain(stripped))
    return Line(number, stripped, reading, indent, gap, width(reading))


def _lost_its_line_ends(printed: list[str]) -> bool:
    filled = [line for line in printed if line.strip()]
    if not 1 <= len(filled) <= 3:
        return False
    longest = max(filled, key=len)
    return width(longest) >= LOST_LINE_ENDS and RUN.search(longest.strip()) is not None


def _split_by_spaces(printed: list[str]) -> Lines:
    """The lines of a file whose line ends became spaces, or were kept only as runs of spaces.

    Many single spaces at even distances, between Chinese characters, are the line ends of a column; a run of two or
    more full-width spaces is the indent of a paragraph.
    """
    lines, blank, gap = [], [], 0
    for number, raw in enumerate(printed, 1):
        cleaned = ZERO_WIDTH.sub("", raw)
        if not cleaned.strip():
            blank.append(number)
            gap += 1
            continue
        for piece, indent in _pieces(cleaned):
            reading = fold(plain(piece))
            lines.append(Line(number, piece, reading, indent, gap, width(reading)))
            gap = 0
    return Lines(tuple(lines), tuple(blank), len(printed))


def _pieces(text: str) -> list[tuple[str, int]]:
    single = [found.start() for found in re.finditer(r"(?<=[^\x00-\xff]) (?=[^ ])|(?<=[^ ]) (?=[^\x00-\xff])", text)]
    column = _column_of_spaces(text, single) if len(single) >= 6 else 0
    if column:
        cut = re.compile(" +|\u3000{2,}")
    else:
        # An ideographic space inside a byline divides names; a pair of them, or one after a sentence, is an indent.
        cut = re.compile(
            "[\u3000\u2003]{2,}| {2,}|\t+|(?<=[。！？…”）])[ \u3000]+"
            "|[ \u3000]+(?=[【（]?(?:本报|据?新华社).{0,12}[讯电]|[□■])"
        )
    pieces, indent, start = [], 0, 0
    for found in cut.finditer(text):
        piece = text[start : found.start()].strip()
        if piece:
            pieces.append((piece, indent))
        indent = width(found.group()) if width(found.group()) > 1 else 0
        start = found.end()
    piece = text[start:].strip()
    if piece:
        pieces.append((piece, indent))
    return _with_printed_spaces(pieces, column) if column else pieces


def _with_printed_spaces(pieces: list[tuple[str, int]], column: int) -> list[tuple[str, int]]:
    """The pieces joined again at spaces that were printed: two short ones that fill just one line together."""
    lines: list[tuple[str, int]] = []
    for piece, indent in pieces:
        if lines and lines[-1][0][-1] not in "。！？”…；" and indent <= 1:
            together = width(lines[-1][0]) + 1 + width(piece)
            if column - 6 <= together <= column + 1:
                lines[-1] = (f"{lines[-1][0]} {piece}", lines[-1][1])
                continue
        lines.append((piece, indent))
    return lines


def _column_of_spaces(text: str, cuts: list[int]) -> int:
    """The width of the lines that the cuts divide the text into, 0 where they are no lines of one column."""
    edges = [0, *cuts, len(text)]
    lengths = [width(text[a:b].strip()) for a, b in itertools.pairwise(edges)]
    lengths = [length for length in lengths if length > 0]
    if max(lengths) > 100:
        return 0
    common = max(set(lengths), key=lambda length: sum(abs(length - other) <= 2 for other in lengths))
    near = sum(abs(common - length) <= 2 for length in lengths)
    return common if near >= 0.5 * len(lengths) else 0
