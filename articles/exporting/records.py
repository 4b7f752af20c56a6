"""What the ways out know of a piece, and the lines of a manuscript that they have in common."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass

from articles import body as bodies

#: Stands for a forced line break while the text of a block is taken: no canonical body holds it.
FORCED = "\u2028"
SUBHEADS = {"h2", "h3"}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a piece. `name` is what its file is called where it is handed over; `place` counts body blocks."""

    name: str
    caption: str = ""
    credit: str = ""
    alt: str = ""
    place: int = 0
    address: str = ""  # absolute, of a JPEG that anybody can fetch; "" where there is none

    @property
    def words(self) -> str:
        """The caption with its credit behind it, as printed below a picture."""
        return "　".join(filter(None, (self.caption, self.credit)))


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece as it leaves the house. `body` is sanitised HTML, everything else is text."""

    headline: str
    body: str
    kicker: str = ""
    subheading: str = ""
    byline: str = ""
    is_byline_at_end: bool = False
    dateline: str = ""
    pictures: tuple[Picture, ...] = ()
    source: str = ""
    editor_in_charge: str = ""
    proofread_by: str = ""
    approved_by: str = ""

    @property
    def staff(self) -> str:
        """「责编：老王　校对：小钱　终审：老赵」, whoever is named."""
        named = (("责编", self.editor_in_charge), ("校对", self.proofread_by), ("终审", self.approved_by))
        return "　".join(f"{label}：{name}" for label, name in named if name)


class Kind(enum.Enum):
    KICKER = "kicker"
    HEADLINE = "headline"
    SUBHEADING = "subheading"
    BYLINE = "byline"
    PARAGRAPH = "paragraph"
    SUBHEAD = "subhead"
    CAPTION = "caption"
    SOURCE = "source"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of a manuscript; its text has a line end where the writer forced one."""

    kind: Kind
    text: str


def manuscript(piece: Piece) -> tuple[Line, ...]:
    """The piece as the layout desk gets it: headline group, byline, text with the dateline run in, captions, staff."""
    return tuple(line for line in _lines(piece) if line.text)


def _lines(piece: Piece) -> Iterator[Line]:
    yield Line(Kind.KICKER, piece.kicker)
    yield Line(Kind.HEADLINE, piece.headline)
    yield Line(Kind.SUBHEADING, piece.subheading)
    byline = Line(Kind.BYLINE, piece.byline)
    if not piece.is_byline_at_end:
        yield byline
    yield from _text(piece)
    if piece.is_byline_at_end:
        yield byline
    for picture in piece.pictures:
        yield Line(Kind.CAPTION, f"图片说明（{picture.name}）：{picture.words}")
    yield Line(Kind.SOURCE, f"来源：{piece.source}" if piece.source else "")
    yield Line(Kind.STAFF, piece.staff)


def _text(piece: Piece) -> Iterator[Line]:
    """The body's paragraphs; a body that still begins with the printed dateline shows it once."""
    dateline = piece.dateline.strip()
    for place, block in enumerate(bodies.blocks(piece.body.replace("<br>", FORCED))):
        kind = Kind.SUBHEAD if block.kind in SUBHEADS else Kind.PARAGRAPH
        texts = [text.replace(FORCED, " " if block.kind == "table" else "\n") for text in block.text.split("\n")]
        if place == 0 and dateline and block.kind == "p":
            texts[0] = f"{dateline}　{texts[0].removeprefix(dateline).lstrip()}"
        elif place == 0 and dateline:
            yield Line(Kind.PARAGRAPH, dateline)
        yield from (Line(kind, text) for text in texts)
