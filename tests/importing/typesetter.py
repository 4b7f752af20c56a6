"""A small typesetter: the defects of page texts, made on purpose. Own text, no newspaper's."""

from __future__ import annotations

import re
from collections.abc import Sequence

from articles.importing.split import width

NO_START = "。，、；：？！”’」』）》〉】…—·,.;:?!)]}%"
NO_END = "“‘『「（《〈【([{"
TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9.%+/:_-]*|——|……|.", re.DOTALL)


def wrap(paragraph: str, column: int, *, first_line_short: int = 4) -> list[str]:
    """The paragraph greedily set into lines of `column` full-width characters, no line beginning with 。."""
    tokens = TOKEN.findall(paragraph)
    lines: list[str] = []
    position = 0
    while position < len(tokens):
        room = 2 * column - (0 if lines else first_line_short)
        line: list[str] = []
        used = 0
        while position < len(tokens) and used + width(tokens[position]) <= room:
            line.append(tokens[position])
            used += width(tokens[position])
            position += 1
        if not line:
            line.append(tokens[position])
            position += 1
        while position < len(tokens) and tokens[position][0] in NO_START and len(line) > 1:
            position -= 1
            line.pop()
        while len(line) > 1 and line[-1] in NO_END and position < len(tokens):
            position -= 1
            line.pop()
        lines.append("".join(line))
    return lines


def set_with_indents(paragraphs: Sequence[str], column: int) -> str:
    """A page whose first lines kept their indent of two characters."""
    lines = []
    for paragraph in paragraphs:
        first, *others = wrap(paragraph, column)
        lines += [f"　　{first}", *others]
    return "\n".join(lines)


def set_with_blank_lines(paragraphs: Sequence[str], column: int) -> str:
    """A page whose indents were lost, with a blank line between paragraphs."""
    return "\n\n".join("\n".join(wrap(paragraph, column)) for paragraph in paragraphs)
