"""What of a parsed piece goes into which column of a working copy."""

import html
from collections.abc import Iterable
from datetime import date
from functools import cache

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from articles import body as bodies
from articles.importing.records import Credit, Page, ParsedArticle, PrintedDate, Remark
from articles.importing.structured import Row
from articles.models.content import BylinePlace
from articles.models.newsroom import Article, ArticleByline
from articles.models.shared import Tag
from staff.years import FIRST_DAY, LAST_DAY

_is_web_address = URLValidator(["http", "https"])
LONGEST_TAG = Tag._meta.get_field("name").max_length  # characters

#: Words of a credit that name who made the page, not who wrote the piece.
RESPONSIBLE = {
    "editor_in_charge": ("责任编辑", "责编", "编辑", "本版编辑"),
    "proofread_by": ("校对", "责校", "责任校对"),
    "approved_by": ("审核", "审校", "终审", "签发"),
}
#: What a row of a table calls these columns.
RESPONSIBLE_ROW = {"editor_in_charge": "editor", "proofread_by": "proofreader", "approved_by": "approver"}


def columns_of(parsed: ParsedArticle, page: Page, row: Row | None) -> dict:
    """The text columns of a piece; of a row of a table also what it says beside its text. `too_long` tells the rest."""
    columns = {
        **{field: cut(text, field) for field, text in _texts(parsed, page, row).items()},
        "event_date": whole_date(parsed.event_date),
        "filed_date": whole_date(parsed.filed_date),
        "body": bodies.sanitise(row.html) if row and row.html else body_of(parsed),
        "printed_byline_place": parsed.printed_byline_place if parsed.printed_byline_place in BylinePlace else "",
        "source_lines": [parsed.first_line, parsed.last_line],
    }
    if row and row.genre:
        columns["genre"] = row.genre
    return columns


def too_long(parsed: ParsedArticle, page: Page, row: Row | None) -> Iterable[Remark]:
    """A remark on each text that its column cuts, with the whole of it: nothing is lost."""
    for field, text in _texts(parsed, page, row).items():
        if cut(text, field) != _on_one_line(text):
            yield remark_too_long(field, _longest(field), text, parsed.lines[:1])
    lengths = {"printed_name": "name", "standing": "standing", "role": "role", "organisation": "organisation"}
    for credit in credits_of(parsed):
        for field, said in lengths.items():
            longest = ArticleByline._meta.get_field(field).max_length
            if len(getattr(credit, said)) > longest:
                yield remark_too_long(field, longest, getattr(credit, said), parsed.lines[:1])
    for tag in row.tags if row else ():
        if len(tag) > LONGEST_TAG:
            yield remark_too_long("tags", LONGEST_TAG, tag, parsed.lines[:1])
    if row and len(row.page_label) > _longest("page_label"):
        yield remark_too_long("page_label", _longest("page_label"), row.page_label, parsed.lines[:1])


def remark_too_long(field: str, most: int, text: str, lines: tuple[int, ...]) -> Remark:
    """What is said of a text that was cut."""
    return Remark("too_long", (("field", field), ("most", most), ("text", text)), lines)


def _texts(parsed: ParsedArticle, page: Page, row: Row | None) -> dict[str, str]:
    """The texts of a piece in full, by column."""
    printed = ("kicker", "headline", "subheading", "dateline", "dateline_place", "source", "printed_byline")
    texts = {field: getattr(parsed, field) for field in printed}
    for field, words in RESPONSIBLE.items():
        names = [one.name for one in (*parsed.credits, *page.credits) if _is_role(one, words)]
        said = getattr(row, RESPONSIBLE_ROW[field]) if row else ""
        texts[field] = said or "、".join(dict.fromkeys(names))
    if row:
        beside = ("summary", "original_author", "original_title", "original_url")
        texts |= {field: getattr(row, field) for field in beside}
    return texts


def credits_of(parsed: ParsedArticle) -> list[Credit]:
    """Who wrote and photographed the piece, those of its captions included; who made the page is named elsewhere."""
    responsible = tuple(word for words in RESPONSIBLE.values() for word in words)
    seen: dict[str, Credit] = {}
    for credit in (*parsed.credits, *(one for caption in parsed.captions for one in caption.credits)):
        if not _is_role(credit, responsible):
            seen.setdefault(credit.name, credit)
    return list(seen.values())


def _is_role(credit: Credit, words: tuple[str, ...]) -> bool:
    return credit.role in words or credit.standing in words


def own_remarks(parsed: ParsedArticle, *, captions_used: Iterable = ()) -> Iterable[Remark]:
    """Doubts that only arise because the piece is to be kept: a day without a year, a caption without its picture."""
    used = list(captions_used)
    for column, day in (("event_date", parsed.event_date), ("filed_date", parsed.filed_date)):
        if day and not day.year:
            params = (("month", day.month), ("day", day.day), ("column", column))
            yield Remark("year_unknown", params, parsed.lines[:1])
    for caption in parsed.captions:
        if caption not in used:
            lines = tuple(range(caption.first_line, caption.last_line + 1))
            yield Remark("caption_without_picture", (("caption", caption.text),), lines)


def body_of(parsed: ParsedArticle) -> str:
    tags = [(("h2" if one.is_subhead else "p"), html.escape(one.text, quote=False)) for one in parsed.paragraphs]
    return bodies.sanitise("".join(f"<{tag}>{text}</{tag}>" for tag, text in tags))


def whole_date(day: PrintedDate | None) -> date | None:
    """The date, when its year is known and can be, and such a day exists."""
    try:
        whole = date(day.year, day.month, day.day) if day and day.year else None
    except ValueError:
        return None
    return whole if whole and FIRST_DAY <= whole <= LAST_DAY else None


def cut(text: str, field: str) -> str:
    """What fits into the column; a printed headline group of several lines becomes one. An address is whole or none."""
    text = _on_one_line(text)
    if field == "original_url" and len(text) > _longest(field):
        return ""
    return text[: _longest(field)]


def is_web_address(text: str) -> bool:
    """Whether a reader can be led there: an address of http or https. A form asks the same of what is typed in."""
    try:
        _is_web_address(text)
    except ValidationError:
        return False
    return True


def _on_one_line(text: str) -> str:
    return " ".join(text.split("\n"))


@cache
def _longest(field: str) -> int:
    return Article._meta.get_field(field).max_length
