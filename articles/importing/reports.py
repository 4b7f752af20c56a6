"""What an import says of itself: one record a piece, one a file. Plain values, so that they print, travel and keep."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace

from .records import Page, ParsedArticle, Remark

#: What came of a piece.
CREATED, UPDATED, UNCHANGED, KEPT = "created", "updated", "unchanged", "kept"


@dataclass(frozen=True, slots=True)
class PieceReport:
    """One piece of a file. `outcome` is "" in a dry run; KEPT means that an edited draft was left alone."""

    first_line: int
    last_line: int
    headline: str
    dateline: str
    date: str
    credits: tuple[str, ...]
    paragraphs: int
    characters: int
    remarks: tuple[Remark, ...]
    outcome: str = ""
    number: int | None = None
    pictures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileReport:
    """One file. `error` is the sentence that says why nothing of it was taken in, else "".

    `refused` are sentences on its photos that could not be used: the pieces came in without them.
    """

    file: str
    encoding: str = ""
    sha256: str = ""
    lines: int = 0
    blank_lines: int = 0
    furniture: tuple[tuple[int, str], ...] = ()
    unaccounted: tuple[int, ...] = ()
    pieces: tuple[PieceReport, ...] = ()
    remarks: tuple[Remark, ...] = ()
    batch: int | None = None
    issue_date: str = ""
    row_dates: str = ""  # the first and last issue date of a table each of whose rows has its own
    page_label: str = ""
    refused: tuple[str, ...] = ()
    error: str = field(default="")

    def count(self, outcome: str) -> int:
        return sum(piece.outcome == outcome for piece in self.pieces)

    @property
    def open_remarks(self) -> int:
        return len(self.remarks) + sum(len(piece.remarks) for piece in self.pieces)

    def as_json(self) -> dict:
        """The report as JSON's own types, remarks with their codes."""
        return asdict(self)


def piece_report(article: ParsedArticle, *, outcome: str = "", number: int | None = None) -> PieceReport:
    """The record of one parsed piece."""
    day = article.filed_date or article.event_date
    return PieceReport(
        first_line=article.first_line,
        last_line=article.last_line,
        headline=article.headline,
        dateline=article.dateline,
        date=day.iso if day else "",
        credits=tuple(" ".join(filter(None, (one.standing, one.name, one.role))) for one in article.credits),
        paragraphs=len(article.paragraphs),
        characters=sum(len("".join(paragraph.text.split())) for paragraph in article.paragraphs),
        remarks=article.remarks,
        outcome=outcome,
        number=number,
    )


def file_report(
    name: str, page: Page, *, encoding: str, sha256: str, pictures: tuple[tuple[str, int], ...] = ()
) -> FileReport:
    """The record of one parsed file, before anything of it is kept. A picture is its name and its piece's index."""
    pieces = (
        replace(piece_report(article), pictures=tuple(picture for picture, piece in pictures if piece == index))
        for index, article in enumerate(page.articles)
    )
    return FileReport(
        file=name,
        encoding=encoding,
        sha256=sha256,
        lines=page.line_count,
        blank_lines=len(page.blank_lines),
        furniture=tuple((item.line, item.text) for item in page.furniture),
        unaccounted=tuple(page.unaccounted_lines()),
        pieces=tuple(pieces),
        remarks=page.remarks,
    )
