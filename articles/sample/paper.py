"""The sample paper as data: who works there, and every page with its pieces, read from the TOML files beside it."""

import tomllib
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

HOME = Path(__file__).resolve().parent
PIECES = HOME / "pieces"
PAGES = HOME / "pages"

# What becomes of a piece when the sample is loaded; journeys.py says by which steps.
FATES = frozenset(
    [
        "draft",
        "first_review",
        "second_review",
        "final_review",
        "proof",
        "ready",
        "scheduled",
        "published",
        "express",
        "amended",
        "corrected",
        "correcting",
        "taken_down",
        "withdrawn",
        "rejected",
        "print_check",
    ]
)


@dataclass(frozen=True)
class Picture:
    """A drawing of pictures.py as it stands in a piece; focal is (x, y) from the top left, 0 to 1."""

    drawing: str
    caption: str
    alt: str
    credit: str
    focal: tuple[float, float]


@dataclass(frozen=True)
class Piece:
    """One piece of a page: the prose as it should read, how the page sets it, and its way through the newsroom."""

    headline: str
    genre: str
    section: str
    text: str
    width: int
    byline: str
    byline_at: str
    fate: str
    tags: tuple[str, ...] = ()
    kicker: str = ""
    subheading: str = ""
    summary: str = ""
    source: str = ""
    typed_in: bool = False  # a poem: its lines do not survive a layout dump, so an editor types it in
    headline_printed: bool = False
    reason: str = ""
    instruction_source: str = ""
    correction: str = ""
    corrected_from: str = ""
    corrected_to: str = ""
    amended_from: str = ""
    amended_to: str = ""
    pictures: tuple[Picture, ...] = ()

    @property
    def paragraphs(self) -> list[str]:
        """The prose, a paragraph (in a poem: a stanza with its line breaks) an entry."""
        return [paragraph.strip("\n") for paragraph in self.text.strip("\n").split("\n\n")]


@dataclass(frozen=True)
class Page:
    """One newspaper page; `printed` pages are imported as already signed on paper."""

    issue: date
    label: str
    pieces: tuple[Piece, ...]
    encoding: str = "utf-8"
    printed: bool = False
    headlines_printed: bool = False
    top: tuple[str, ...] = ()
    bottom: tuple[str, ...] = ()

    @property
    def set_pieces(self) -> tuple[Piece, ...]:
        """The pieces that stand in the page text; the others are typed in."""
        return tuple(piece for piece in self.pieces if not piece.typed_in)

    @property
    def name(self) -> str:
        return f"{self.issue.isoformat()}-{self.label}"

    @property
    def path(self) -> Path:
        """The page text that typeset.py made of this page and that the sample imports."""
        return PAGES / f"{self.name}.txt"


@dataclass(frozen=True)
class Person:
    """Somebody with an account."""

    login: str
    name: str
    roles: tuple[str, ...]
    beat: str


@dataclass(frozen=True)
class Reporter:
    """Somebody who can be credited."""

    name: str
    biography: str


@dataclass(frozen=True)
class Section:
    """A section of the paper, in the order of the paper."""

    slug: str
    name: str


@dataclass(frozen=True)
class Paper:
    """The whole sample."""

    settings: dict[str, str]
    forbidden_words: tuple[str, ...]
    sections: tuple[Section, ...]
    people: tuple[Person, ...]
    reporters: tuple[Reporter, ...]
    pages: tuple[Page, ...] = field(repr=False)


def read_page(path: Path) -> Page:
    """The page that one TOML file describes. Raises ValueError, naming file and piece, for an unknown fate."""
    source = tomllib.loads(path.read_text(encoding="utf-8"))
    page = source["page"]
    pieces = []
    for number, entry in enumerate(source["piece"], start=1):
        if entry["fate"] not in FATES:
            raise ValueError(f"{path.name}, piece {number}: unknown fate “{entry['fate']}”")
        pictures = tuple(
            Picture(**picture | {"focal": tuple(picture["focal"])}) for picture in entry.pop("picture", [])
        )
        entry["tags"] = tuple(entry.get("tags", ()))
        pieces.append(Piece(**{"section": page["section"]} | entry, pictures=pictures))
    return Page(
        issue=date.fromisoformat(page["issue"]),
        label=page["label"],
        pieces=tuple(pieces),
        encoding=page.get("encoding", "utf-8"),
        printed=page.get("printed", False),
        headlines_printed=page.get("headlines_printed", False),
        top=tuple(page.get("top", ())),
        bottom=tuple(page.get("bottom", ())),
    )


@cache
def paper() -> Paper:
    """The sample paper, pages in the order of printing."""
    source = tomllib.loads((HOME / "paper.toml").read_text(encoding="utf-8"))
    return Paper(
        settings={name: text.strip() for name, text in source["settings"].items()},
        forbidden_words=tuple(source["forbidden_words"]),
        sections=tuple(Section(**entry) for entry in source["section"]),
        people=tuple(Person(**entry | {"roles": tuple(entry["roles"])}) for entry in source["person"]),
        reporters=tuple(Reporter(**entry) for entry in source["reporter"]),
        pages=tuple(read_page(path) for path in sorted(PIECES.glob("*.toml"))),
    )
