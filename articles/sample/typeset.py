"""Sets the sample's prose into page texts as a layout program dumps them: narrow columns, hard breaks, lost indents.

`python -m articles.sample.typeset` rewrites `pages/`; the same source always gives the same bytes. The defects are
those of real dumps: the two-character indent of a paragraph is gone (its first line is merely shorter), a blank line is
a paragraph's end or only a column's end in mid-sentence, the width of the columns changes, digits stand apart
(`11月 6日`), here and there a comma is half as wide as it should be, and most pages have lost their headlines.
"""

import random
import re
import unicodedata

from articles.sample.paper import Page, Piece, paper

# No line begins with one of these; no line ends with one of those (GB/T 15834).
NEVER_FIRST = set("。，、；：？！”’）》〉】…—·,.;:?!)%％")
NEVER_LAST = set("“‘（《〈【(")
TERMINAL = ("。", "！", "？", "”", "：", "；", "…")

# A number or a Latin word is not broken, `1+5+N` only after a plus sign.
TOKEN = re.compile(r"[A-Za-z0-9.%:/_-]+\+?|——|……|.")

INDENT = 2  # characters that a paragraph's first line lacks
COLUMN_LINES = (9, 26)  # a column holds so many lines


def width_of(text: str) -> float:
    """The width in full-width characters."""
    wide = sum(1 for character in text if unicodedata.east_asian_width(character) in "WFA")
    return wide + (len(text) - wide) / 2


def next_line(tokens: list[str], room: float) -> list[str]:
    """Take the next line from the head of `tokens`; punctuation is squeezed in or pushed down."""
    line: list[str] = []
    while tokens and width_of("".join(line) + tokens[0]) <= room:
        line.append(tokens.pop(0))
    if not line:
        line.append(tokens.pop(0))
    if tokens and tokens[0][0] in NEVER_FIRST:
        if len(tokens) == 1 or tokens[1][0] not in NEVER_FIRST:
            line.append(tokens.pop(0))
        else:
            while len(line) > 1 and tokens[0][0] in NEVER_FIRST:
                tokens.insert(0, line.pop())
    while len(line) > 1 and tokens and line[-1] in NEVER_LAST:
        tokens.insert(0, line.pop())
    return line


def columns(paragraphs: list[str], width: int, chance: random.Random) -> list[str]:
    """The lines of a piece over several columns, with the blank lines that a dump leaves."""
    lines: list[str] = []
    measure, left = width, chance.randint(*COLUMN_LINES)
    for number, paragraph in enumerate(paragraphs):
        if number:
            lines.append("")
        tokens, first = TOKEN.findall(paragraph), True
        while tokens:
            line = "".join(next_line(tokens, measure - (INDENT if first else 0))).strip(" ")
            lines.append(line)
            first = False
            left -= 1
            if left <= 0 and tokens and not line.endswith(TERMINAL):
                lines.append("")
                left = chance.randint(*COLUMN_LINES)
                measure = width + chance.choice((0, 0, 0, -1, 1))
    return lines


def as_dumped(text: str, chance: random.Random) -> str:
    """The small faults of a dump: gaps before the day and before some numbers, now and then a narrow comma."""
    text = re.sub(r"(\d月)(\d)", r"\1 \2", text)
    text = re.sub(r"(?<=[一-鿿])(?=\d)", lambda gap: " " if chance.random() < 0.12 else "", text)
    return re.sub(r"”，", lambda comma: "”," if chance.random() < 0.12 else "”，", text)


def piece_lines(piece: Piece, *, headlines_printed: bool, chance: random.Random) -> list[str]:
    """All lines of one piece: its headlines if the page kept them, the byline where it stood, the columns."""
    lines: list[str] = []
    if headlines_printed or piece.headline_printed:
        lines += [line for line in (piece.kicker, piece.headline, piece.subheading) if line] + [""]
    if piece.byline_at == "head":
        lines += [piece.byline, ""]
    paragraphs = [as_dumped(paragraph, chance) for paragraph in piece.paragraphs]
    if piece.byline_at == "glued":
        paragraphs[-1] += piece.byline
    lines += columns(paragraphs, piece.width, chance)
    if piece.byline_at == "own":
        lines.append(piece.byline)
    return lines


def page_text(page: Page) -> str:
    """The dump of one page."""
    chance = random.Random(page.name)  # noqa: S311 (columns, not secrets)
    lines = [*page.top, ""] if page.top else []
    for number, piece in enumerate(page.set_pieces):
        if number:
            lines.append("")
        lines += piece_lines(piece, headlines_printed=page.headlines_printed, chance=chance)
    if page.bottom:
        lines += ["", *page.bottom]
    leading = " " if not page.top and not page.headlines_printed else ""  # what is left of the first indent
    return leading + "\n".join(lines) + "\n \n"


def main() -> None:
    """Write every page text anew."""
    for page in paper().pages:
        page.path.parent.mkdir(exist_ok=True)
        page.path.write_bytes(page_text(page).encode(page.encoding))


if __name__ == "__main__":
    main()
