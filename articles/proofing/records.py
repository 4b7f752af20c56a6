"""What the checks read and what they say: frozen records, without Django."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How grave a finding is."""

    FORBIDDEN = "forbidden"  # 禁: closes submission and release
    ERROR = "error"  # 错: wrong
    DOUBT = "doubt"  # 疑: may be right; somebody has to look


class ErrorClass(StrEnum):
    """The class of a finding: what is counted, and mended, together."""

    FORBIDDEN = "forbidden"
    OFFICIALS = "officials"
    WRONG_WORDS = "wrong_words"
    DATES = "dates"
    PAIRS = "pairs"
    PUNCTUATION = "punctuation"
    SPACES = "spaces"
    WIDTHS = "widths"
    REPEATS = "repeats"
    UNITS = "units"
    MISSING = "missing"
    LENGTH = "length"


class Kind(StrEnum):
    """What a field of a piece is, as far as the checks treat it differently."""

    HEADLINE = "headline"  # a blank parts its halves, and it needs no full stop
    TEXT = "text"
    BYLINE = "byline"  # names, parted and padded with blanks
    CAPTION = "caption"  # ends with the photographer


@dataclass(frozen=True)
class Place:
    """Characters `start` to `end` of a paragraph (counted from 0) of a field; a field as a whole has `end` 0."""

    field: str
    start: int = 0
    end: int = 0
    paragraph: int = 0


@dataclass(frozen=True)
class Finding:
    """Something to look at: where, how grave, what (a key of `sentences.SENTENCES`), and how to put it right.

    `quote` is the text at the place. `fix` takes its place; "" where no proposal is made.
    """

    place: Place
    severity: Severity
    code: str
    quote: str = ""
    fix: str = ""
    params: tuple[tuple[str, str], ...] = ()

    @property
    def error_class(self) -> ErrorClass:
        return ErrorClass(self.code.partition(".")[0])


@dataclass(frozen=True)
class TextField:
    """A field of a piece by the name that the form gives it, with its paragraphs."""

    name: str
    paragraphs: tuple[str, ...]
    kind: Kind = Kind.TEXT

    def found(
        self, paragraph: int, start: int, end: int, code: str, severity: Severity, *, fix: str = "", **params: str
    ) -> Finding:
        """A finding at this place of the field."""
        quote = self.paragraphs[paragraph][start:end]
        return Finding(Place(self.name, start, end, paragraph), severity, code, quote, fix, tuple(params.items()))

    def numbered(self) -> Iterator[tuple[int, str]]:
        return enumerate(self.paragraphs)


@dataclass(frozen=True)
class Picture:
    """A picture of the piece: `name` is the row in the form, for example photos-0."""

    name: str
    caption: str = ""
    alt_text: str = ""
    credit: str = ""


@dataclass(frozen=True)
class ProofText:
    """A piece as the checks read it."""

    fields: tuple[TextField, ...] = ()
    pictures: tuple[Picture, ...] = ()
    has_credit: bool = True
    credits_pictures: bool = False  # a credit of the piece is for its pictures (图, 文/图, 摄影)
    page: str = ""  # of the printed paper
    section: int | None = None  # its key
    issue_date: datetime.date | None = None
    event_date: datetime.date | None = None
    filed_date: datetime.date | None = None

    def field(self, name: str) -> TextField | None:
        return next((one for one in self.fields if one.name == name), None)


@dataclass(frozen=True)
class WrongWord:
    """A word that is wrong wherever it stands, except inside one of the phrases of `exceptions`."""

    wrong: str
    right: str
    exceptions: tuple[str, ...] = ()
    is_certain: bool = True


@dataclass(frozen=True)
class ForbiddenWord:
    """A word that must not be published, except inside one of the phrases of `exceptions`."""

    word: str
    exceptions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Official:
    """Somebody in an office from a day to a day (None: still). The lowest rank stands first.

    `titles` are the forms of the one office that a paper prints, the full one first.
    """

    name: str
    titles: tuple[str, ...]
    rank: int = 0
    since: datetime.date | None = None
    until: datetime.date | None = None
    confirmed_on: datetime.date | None = None

    def holds_on(self, day: datetime.date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


#: Characters that a headline may have where the paper says nothing else; one line of a page has about twenty.
LONGEST_HEADLINE = 30


@dataclass(frozen=True)
class HeadlineLimit:
    """How many characters a headline may have on a page ("" for every page) of a section (None for every section)."""

    page: str
    section: int | None
    longest: int

    def fits(self, piece: ProofText) -> bool:
        return self.page in {"", piece.page} and self.section in {None, piece.section}


@dataclass(frozen=True)
class Lists:
    """What the newsroom keeps for the checks."""

    wrong_words: tuple[WrongWord, ...] = ()
    forbidden_words: tuple[ForbiddenWord, ...] = ()
    officials: tuple[Official, ...] = ()
    headline_limits: tuple[HeadlineLimit, ...] = ()

    def longest_headline(self, piece: ProofText) -> int:
        """Characters that the headline of this piece may have: what is said of its page counts before its section."""
        fitting = [limit for limit in self.headline_limits if limit.fits(piece)]
        best = max(fitting, key=lambda limit: (bool(limit.page), limit.section is not None), default=None)
        return best.longest if best else LONGEST_HEADLINE
