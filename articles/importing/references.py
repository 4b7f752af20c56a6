"""By what a piece is known again when its file comes once more: its own key, its place on the page, or its text."""

from __future__ import annotations

import hashlib
from datetime import date

LONGEST = 280  # characters; some are left in the column for what distinguishes another piece of the same place


def by_key(file: str, key: str) -> str:
    """A row's own key, wherever the row stands in a file of this name."""
    return _fitted(f"{file}#{key}")


def by_place(file: str, place: int, *, issue_date: date | None, page_label: str) -> str:
    """The place of a piece in a file of this name, counted from 1."""
    return _fitted(f"{_page(issue_date, page_label)}/{file}#{place}")


def by_text(text: str, *, issue_date: date | None, page_label: str) -> str:
    """What a piece says, whatever its file is called."""
    return f"{_page(issue_date, page_label)}/{_digest(text, 24)}"


def of_another(reference: str, text: str) -> str:
    """Another piece than the one that has this reference already."""
    return f"{reference}~{_digest(text, 8)}"


def _page(issue_date: date | None, page_label: str) -> str:
    return f"{issue_date.isoformat() if issue_date else ''}/{page_label}"


def _fitted(reference: str) -> str:
    """A reference that fits into its column; two long ones that begin alike stay two."""
    return reference if len(reference) <= LONGEST else of_another(reference[: LONGEST - 9], reference)


def _digest(text: str, length: int) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:length]
