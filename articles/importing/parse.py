"""A page's text becomes pieces.

    parse_page(text, *, roster=(), issue_date=None) -> records.Page

Pure and total: any text gives a page, doubts are remarks. The stages: `split` (lines), `setting_aside` (what belongs to
no piece), `layout` (what line ends and blanks mean), `reflow` (paragraphs), `recognition` (datelines and bylines in
them), `broken_bylines`, `pieces` (where one ends and the next begins), `assembly` (each piece put together). Every
source line ends in a piece, in the furniture or among the blank lines; `Page.unaccounted_lines()` tells, and is always
empty.

`roster` holds the names of known reporters; it settles how names printed without spaces are divided. `issue_date`
gives years to days printed without one (marked as proposed); without it the date line of the page does.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from . import furniture as furniture_module
from .assembly import assemble, line_numbers
from .broken_bylines import join_broken_bylines, settle_loose_names
from .bylines import read_byline
from .datelines import read_page_date
from .layout import detect
from .pieces import divide
from .recognition import CAPTION, Recogniser
from .records import Furniture, Page, ParsedArticle, PrintedDate, Remark
from .reflow import reflow_lines
from .setting_aside import set_furniture_aside, set_repeated_headings_aside
from .split import split
from .traditional import fold
from .verse import lines_of_verse


def parse_page(text: str, *, roster: Collection[str] = (), issue_date: date | None = None) -> Page:
    """The pieces, furniture and remarks of a page's text; see the module."""
    source = split(text)
    roster = frozenset(map(fold, roster))
    body, aside = set_furniture_aside(source.lines, roster)
    page_day = next((day for item in aside if item.kind == "date" and (day := read_page_date(item.text))), None)
    issue = issue_date or page_day
    reader = Recogniser(roster, issue)
    verse = lines_of_verse(
        body,
        is_apart=reader.is_no_verse,
        opens_piece=lambda text: reader.opens_piece(text, ""),
        is_name=reader.is_name,
    )
    prose = [line for line in body if line.number not in verse]
    layout = detect([line for line in prose if not reader.is_byline(line.plain)])
    units, layout = reflow_lines(
        body,
        layout,
        opens_piece=reader.opens_piece,
        is_byline=reader.is_byline,
        is_caption=lambda line: CAPTION.match(line) is not None and len(line) > 5,
        ends_with_byline=reader.ends_with_byline,
        lines_of_byline=reader.lines_of_byline,
        verse=verse,
    )
    items = [reader.item(unit) for unit in units]
    items = join_broken_bylines(items, layout, reader)
    settle_loose_names(items, reader)
    articles: list[ParsedArticle] = []
    remarks: list[Remark] = []
    items = set_repeated_headings_aside(items, aside)
    for piece in divide(items, layout):
        if not any(item.kind in ("paragraph", "caption") for item in piece):
            for item in piece:
                aside += [Furniture(line.number, line.text, "loose") for line in item.unit.lines]
            remarks.append(Remark("head_without_text", lines=tuple(line_numbers(piece))))
            continue
        articles.append(assemble(piece, reader))
    aside.sort(key=lambda item: item.line)
    if len(articles) == 1:
        articles[0], aside = _with_its_editors(articles[0], aside, roster)
    articles = [_with_source(article, articles, aside) for article in articles]
    page_credits = [
        credit
        for item in aside
        for kind, part in furniture_module.parts(item.text)
        if kind == "staff" and (found := read_byline(part))
        for credit in found.credits
    ]
    if not articles:
        remarks.append(Remark("page_without_pieces"))
    return Page(
        tuple(articles),
        tuple(aside),
        tuple(page_credits),
        PrintedDate(page_day.year, page_day.month, page_day.day) if page_day else None,
        layout,
        tuple(remarks),
        source.count,
        source.blank,
        _label_in_head(aside, articles),
    )


def _label_in_head(aside: Sequence[Furniture], articles: Sequence[ParsedArticle]) -> str:
    """The page's label, where all that is stated above its first piece agrees on it: a list of pages says none."""
    begins = articles[0].first_line if articles else float("inf")
    labels = {furniture_module.label_of_page(item.text) for item in aside if item.line < begins} - {""}
    return labels.pop() if len(labels) == 1 else ""


def _with_its_editors(
    article: ParsedArticle, aside: list[Furniture], roster: frozenset[str]
) -> tuple[ParsedArticle, list[Furniture]]:
    """The only piece of a page with the editors named below it; a page's own staff (美编, 版式) stays the page's."""
    kept: list[Furniture] = []
    for item in aside:
        is_its_own = (
            item.kind == "staff"
            and item.line >= article.first_line
            and not furniture_module.PAGE_STAFF.search(item.text)
        )
        found = read_byline(item.text, roster=roster) if is_its_own else None
        if not found:
            kept.append(item)
            continue
        article = replace(
            article,
            credits=(*article.credits, *found.credits),
            printed_byline="\n".join(filter(None, (article.printed_byline, item.text))),
            printed_byline_place=article.printed_byline_place or "end",
            lines=tuple(sorted({*article.lines, item.line})),
        )
    return article, kept


def _with_source(
    article: ParsedArticle, articles: Sequence[ParsedArticle], aside: Sequence[Furniture]
) -> ParsedArticle:
    """The piece with the 来源 line that stands in it or between it and the next one."""
    following = [other.first_line for other in articles if other.first_line > article.first_line]
    until = min(following, default=float("inf"))
    for item in aside:
        found = furniture_module.SOURCE.match(fold(item.text)) if item.kind == "source" else None
        if found and (article.first_line < item.line < until or len(articles) == 1):
            return replace(article, source=item.text[slice(*found.span(found.lastgroup))])
    return article
