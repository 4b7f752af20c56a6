"""Pieces as plain text, in the form that the import reads back: `importing.parse` makes the same pieces of it.

Headlines stand at the margin and say which they are where there are several; paragraphs are indented by two characters
and stand on one line each; two blank lines part the pieces.
"""

from __future__ import annotations

from collections.abc import Iterable

from articles.exporting.records import Kind, Line, Piece, manuscript

INDENT = "　　"
LABELS = {Kind.KICKER: "引题", Kind.HEADLINE: "主题", Kind.SUBHEADING: "副题"}
BETWEEN_PIECES = "\n\n\n"


def text(pieces: Iterable[Piece]) -> str:
    """The pieces in their order, with Unix line ends."""
    return BETWEEN_PIECES.join("\n".join(_written(manuscript(piece))) for piece in pieces) + "\n"


def _written(lines: tuple[Line, ...]) -> Iterable[str]:
    heads = [line for line in lines if line.kind in LABELS]
    for line in heads:
        yield f"{LABELS[line.kind]}：{line.text}" if len(heads) > 1 else line.text
    if heads:
        yield ""
    for line in lines[len(heads) :]:
        if line.kind in {Kind.PARAGRAPH, Kind.SUBHEAD}:
            yield from (INDENT + part for part in line.text.split("\n"))
        else:
            yield line.text
