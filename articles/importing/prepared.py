"""A piece of an archive made ready: everything about it that costs thought and no query, so that processes share it.

What is left to the one process that writes (articles.importing.archive) is to give it a number, and to put the keys of
reporters, tags and sections in the place of their names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import SimpleNamespace

from articles import body as bodies
from articles import likeness, revisions
from articles.importing import drafts, references, sentences
from articles.importing.columns import LONGEST_TAG, columns_of, credits_of, is_web_address
from articles.importing.doubts import doubts_of
from articles.importing.photographs import photo_of, take_pictures
from articles.importing.pictures import Photograph, Placed
from articles.importing.reading import named_pictures
from articles.importing.records import Layout, Page, ParsedArticle, Remark, UnreadablePage
from articles.importing.structured import RawRow, Row, piece_of
from articles.models.content import Content, page_named
from articles.models.newsroom import ArticleByline
from articles.proofing import words
from articles.proofing.records import ForbiddenWord, ProofText, TextField
from articles.search import documents, keeping
from articles.search.entries import Entry

CREDIT = {"name": "printed_name", "standing": "standing", "role": "role", "organisation": "organisation"}
CREDIT_LENGTHS = {key: ArticleByline._meta.get_field(field).max_length for key, field in CREDIT.items()}
LONGEST_LABEL = Content._meta.get_field("page_label").max_length
#: Remarks on a picture that a piece names and comes in without.
LEFT_OUT = {"picture_missing", "picture_unreadable"}
NO_PAGE = Page((), (), (), None, Layout("none", 0), (), 0)


@dataclass(frozen=True, slots=True)
class Options:
    """What holds for every piece of a source. `before` is the day that every issue date must lie before."""

    before: date
    issue_date: date | None = None
    page_label: str = ""
    encoding: str | None = None
    roster: frozenset[str] = frozenset()
    forbidden: tuple[ForbiddenWord, ...] = ()
    keeps_pictures: bool = False  # else they are only counted


@dataclass(frozen=True, slots=True)
class Refused:
    """A piece, or a row that holds none, that cannot come in: where it stands, and why (remarks.ERRORS)."""

    lines: tuple[int, int]
    error: UnreadablePage
    headline: str = ""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A piece that can be published as soon as its names have keys.

    `columns` are those of the text, order on the page aside. `references` are what it may have been imported as, its
    own first. `entry` is its place in the search, still without key, number and labels; `bands` are those of likeness.
    """

    lines: tuple[int, int]
    columns: Mapping[str, object]
    section: str
    page_order: int | None
    credits: tuple[Mapping[str, str], ...]
    tags: tuple[str, ...]
    references: tuple[str, ...]
    digest: str
    entry: Entry
    bands: tuple[int, ...]
    remarks: tuple[Remark, ...]
    photos: tuple[Mapping[str, object], ...] = ()  # as a revision has them, but for the keys of the library
    refused_pictures: tuple[str, ...] = ()  # sentences on those that it comes in without


@dataclass(frozen=True, slots=True)
class PreparedPage:
    """All pieces of a page text or a manuscript, and what its import keeps of it."""

    encoding: str
    text: str
    issue_date: date | None
    page_label: str
    pieces: tuple[Prepared | Refused, ...]
    remarks: tuple[Remark, ...]


def from_rows(
    file: str, rows: Sequence[RawRow | UnreadablePage], options: Options, pictures: Sequence[Photograph] = ()
) -> list[Prepared | Refused]:
    """The pieces of some rows of a table, in their order; a row that could not be read is refused by its line.

    `pictures` are the photos that these rows name, as far as they are there.
    """
    return [
        Refused((row.params["line"],) * 2, row)
        if isinstance(row, UnreadablePage)
        else _from_row(file, row, options, pictures)
        for row in rows
    ]


def from_page(address: str, data: bytes, options: Options, pictures: Sequence[Photograph] = ()) -> PreparedPage:
    """The pieces of a page text or a manuscript, with their photos. Raises UnreadablePage."""
    said = drafts.Options(issue_date=options.issue_date, page_label=options.page_label, encoding=options.encoding)
    reading, report = drafts.read(address, data, said, roster=options.roster, pictures=pictures)
    said = drafts.completed(said, report)
    options = replace(options, issue_date=said.issue_date, page_label=said.page_label)
    label = page_named(report.page_label)[:LONGEST_LABEL]
    pieces = tuple(
        _prepared(
            report.file,
            parsed,
            reading.page,
            None,
            label,
            options,
            place=place,
            placed=[one for one in reading.pictures if one.piece == place - 1],
        )
        for place, parsed in enumerate(reading.page.articles, start=1)
    )
    return PreparedPage(report.encoding, reading.text, options.issue_date, label, pieces, reading.page.remarks)


def _from_row(file: str, raw: RawRow, options: Options, pictures: Sequence[Photograph]) -> Prepared | Refused:
    lines = (raw.lines[0], raw.lines[-1])
    found = piece_of(raw, options.roster)
    if isinstance(found, Remark):
        return Refused(lines, UnreadablePage("row_without_text", "it has neither a headline nor a body"))
    parsed, row = found
    said = (row.page_label or options.page_label)[:LONGEST_LABEL]
    options = replace(options, issue_date=row.issue_date or options.issue_date, page_label=said)
    (parsed,), placed = named_pictures([parsed], [row], pictures) if row.photos else ((parsed,), ())
    return _prepared(file, parsed, NO_PAGE, row, page_named(said), options, placed=placed)


def _prepared(
    file: str,
    parsed: ParsedArticle,
    page: Page,
    row: Row | None,
    page_label: str,
    options: Options,
    *,
    place: int = 0,
    placed: Sequence[Placed] = (),
) -> Prepared | Refused:
    """The piece, with the issue date of the options; their label of its page is the one by which it is known again."""
    lines = (parsed.first_line, parsed.last_line)
    columns = columns_of(parsed, page, row) | {"issue_date": options.issue_date, "page_label": page_label}
    columns.pop("source_lines")
    credits = tuple(
        {key: getattr(credit, key)[:length] for key, length in CREDIT_LENGTHS.items()} for credit in credits_of(parsed)
    )
    tags = (
        tuple(sorted({name[:LONGEST_TAG].casefold(): name[:LONGEST_TAG] for name in row.tags}.values())) if row else ()
    )
    body = columns["body"]
    text = bodies.plain_text(body)
    refusal = _why_not(columns, text, credits, tags, options)
    if refusal:
        return Refused(lines, refusal, columns["headline"])
    taken = take_pictures(placed) if options.keeps_pictures else ()
    photos = tuple(photo_of(one) for one in taken if one.picture)
    snapshot = _snapshot(columns, credits, tags, photos)
    remarks = tuple(doubts_of(parsed, page, row, taken))
    return Prepared(
        lines=lines,
        columns=columns,
        section=row.section if row else "",
        page_order=row.page_order if row else place,
        credits=credits,
        tags=tags,
        references=_references(file, columns, row, place, page_label=options.page_label),
        digest=revisions.digest(snapshot),
        entry=entry_of(snapshot, text=text),
        bands=tuple(dict.fromkeys(likeness.bands(likeness.runs_of(text)))),
        remarks=remarks,
        photos=photos,
        refused_pictures=tuple(sentences.of_remark(one) for one in remarks if one.code in LEFT_OUT),
    )


def _snapshot(
    columns: Mapping, credits: Sequence[Mapping], tags: Iterable[str], photos: Sequence[Mapping]
) -> SimpleNamespace:
    """What the digest and the search ask of a revision: no model instance is needed for either."""
    empty = {field.name: field.get_default() for field in Content._meta.local_fields}
    return SimpleNamespace(
        **{**empty, **columns},
        credits=credits,
        photos=photos,
        tags=[{"name": name} for name in tags],
        correction_kind="",
        correction_note="",
    )


def entry_of(snapshot: SimpleNamespace, *, text: str | None = None) -> Entry:
    """Its entry in an index, without key, number and labels, as the engine of this database writes it."""
    lines = documents.Lines.of(snapshot, text=text)
    entry = Entry.of(key=0, number=0, labels="", head=lines.head, near=lines.near, rest=lines.rest)
    return keeping.prepared(entry)


def entry_with_tags(piece: Prepared, tags: Iterable[str]) -> Entry:
    """The same where its tags are written otherwise in the house."""
    return entry_of(_snapshot(piece.columns, piece.credits, tags, piece.photos))


def digest_with_photos(piece: Prepared, photos: Sequence[Mapping]) -> str:
    """The same where its photos are in the library already, with another focal point."""
    return revisions.digest(_snapshot(piece.columns, piece.credits, piece.tags, photos))


def _references(
    file: str, columns: Mapping[str, object], row: Row | None, place: int, *, page_label: str
) -> tuple[str, ...]:
    """By what the piece is known again: its own key, else its day, page and text, whatever the file is called.

    A page text that was imported before, as drafts, is known by its place on the page.
    """
    if row and row.key:
        return (references.by_key(file, row.key),)
    page = {"issue_date": columns["issue_date"], "page_label": page_label}
    said = "\n".join((columns["kicker"], columns["headline"], columns["subheading"], columns["body"]))
    own = references.by_text(said, **page)
    return (own,) if row else (own, references.by_place(file, place, **page))


def _why_not(
    columns: Mapping,
    text: str,
    credits: Sequence[Mapping],
    tags: Sequence[str],
    options: Options,
) -> UnreadablePage | None:
    """Why the piece cannot be published."""
    day = columns["issue_date"]
    if day is None:
        return UnreadablePage("no_issue_date", "it has no issue date")
    if day >= options.before:
        return UnreadablePage("issue_date_not_past", f"its issue date {day} is not past", day=day.isoformat())
    if not columns["headline"].strip():
        return UnreadablePage("no_headline", "it has no headline")
    if not text:
        return UnreadablePage("no_body", "its body is empty")
    if (address := columns.get("original_url")) and not is_web_address(address):
        return UnreadablePage("bad_link", f"“{address}” is no address of a web page", address=address[:80])
    names = (value for credit in credits for value in credit.values())
    said = "\n".join((text, *(value for value in columns.values() if isinstance(value, str)), *names, *tags))
    if options.forbidden:
        piece = ProofText((TextField("said", tuple(said.split("\n"))),))
        if found := next(words.find_forbidden(piece, options.forbidden), None):
            word = found.quote
            return UnreadablePage("forbidden_word", f"it holds the forbidden word “{word}”", word=word)
    return None
