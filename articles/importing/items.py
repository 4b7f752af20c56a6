"""What a unit of a page holds once its dateline, byline and names are read: the item that pieces are made of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from .byline_words import EDITS
from .passages import Passage
from .records import Byline, Dateline, Unit


@dataclass
class Item:
    """A unit with what was read in it."""

    unit: Unit
    passage: Passage
    kind: str
    dateline: tuple[Dateline, int] | None = None
    lead: tuple[Byline, int, bool] | None = None  # a byline in brackets at the head, without a dateline
    closing: tuple[Byline, int] | None = None
    byline: Byline | None = None
    tail_dateline: tuple[Dateline, int] | None = None
    is_doubtful: bool = field(default=False)
    is_verse: bool = field(default=False)

    @property
    def gap(self) -> int:
        return self.unit.lines[0].gap

    @property
    def opens(self) -> bool:
        return self.dateline is not None or self.lead is not None

    @property
    def closes(self) -> bool:
        """Whether a writer's byline ends the text here; a photographer's may stand anywhere."""
        byline = self.closing[0] if self.closing else self.byline if self.kind == "byline" else None
        return byline is not None and not is_photo_credit(byline)


EDITS_ONLY = re.compile(EDITS)
PHOTO_ROLES = ("摄", "摄影", "图", "图片", "供图", "发")


def is_photo_credit(byline: Byline) -> bool:
    return all(credit.role in PHOTO_ROLES for credit in byline.credits)


def writers(item: Item) -> list[str]:
    """The names of those who signed the text here, photographers and editors aside."""
    bylines = [item.byline, item.closing and item.closing[0], item.lead and item.lead[0]]
    return [
        credit.name
        for byline in bylines
        if byline and not is_photo_credit(byline)
        for credit in byline.credits
        if not EDITS_ONLY.fullmatch(credit.role)
    ]


def has_text(piece: Sequence[Item]) -> bool:
    return any(item.kind in ("paragraph", "caption") for item in piece)
