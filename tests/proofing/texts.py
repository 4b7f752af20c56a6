"""Small pieces for the checks, and the prose of the sample paper."""

from datetime import date

from articles.proofing.checking import check
from articles.proofing.records import Finding, Kind, Lists, ProofText, TextField
from articles.sample.paper import paper

TODAY = date(2026, 11, 24)
ISSUE = date(2026, 11, 20)


def found(*paragraphs: str, kind: Kind = Kind.TEXT, name: str = "body", lists: Lists | None = None,
          today: date = TODAY, **facts) -> tuple[Finding, ...]:  # fmt: skip
    """What the checks say of a field with these paragraphs."""
    piece = ProofText((TextField(name, paragraphs, kind),), **facts)
    return check(piece, lists=lists or Lists(), today=today)


def said(*paragraphs: str, **options) -> list[tuple[str, str, str]]:
    """Code, text at the place, and proposed fix of each finding."""
    return [(one.code, one.quote, one.fix) for one in found(*paragraphs, **options)]


def sample_texts() -> list[tuple[str, ...]]:
    """The prose of the sample paper, as it was written."""
    pieces = [piece for page in paper().pages for piece in page.pieces if not piece.typed_in]
    return [piece.paragraphs for piece in pieces]
