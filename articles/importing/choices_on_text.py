"""What remarks on the text offer: paragraphs, days, headlines, pieces, pictures, the section."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from articles import body as bodies
from articles import editing, facts, proposing, workflow
from articles.importing import dividing
from articles.importing.choice import Choice, NoLongerFits
from articles.importing.paragraphs import join_at, split_at, state_at
from articles.importing.remarks import AGENCIES
from articles.importing.split import LINE_END
from articles.importing.untouched import is_as_imported
from articles.models.imports import Remark
from articles.models.newsroom import Article
from articles.models.shared import Section
from staff import people
from staff.keys import read_key
from staff.models import User

DAYS = ("event_date", "filed_date")


def offer_paragraph(remark: Remark, article: Article) -> list[Choice]:
    match state_at(article.body, *_lines_around(article, remark)):
        case "apart":
            return [Choice("join", _("Join into one paragraph"))]
        case "joined":
            return [Choice("split", _("Begin a new paragraph here"))]
    return []


def change_paragraph(article: Article, remark: Remark, choice: str, by: User) -> None:
    """Join two paragraphs, or divide one, where a sentence ended at the full width of the column."""
    change = join_at if choice == "join" else split_at
    article.body = change(article.body, *_lines_around(article, remark))


def _lines_around(article: Article, remark: Remark) -> tuple[str, str]:
    """The end of the line before the doubtful place, and the line after it."""
    lines = LINE_END.split(article.batch.text) if article.batch else []
    at = (remark.first_line or 0) - 1
    if not 0 < at < len(lines):
        return "", ""
    before = next((line for line in reversed(lines[:at]) if line.strip()), "")
    return before, lines[at]


def offer_other_years(remark: Remark, article: Article) -> list[Choice]:
    year = remark.params["year"]
    if not any(day and day.year == year for day in (article.event_date, article.filed_date)):
        return []
    return [Choice(str(other), _("%(year)s instead") % {"year": other}) for other in (year - 1, year + 1)]


def change_year(article: Article, remark: Remark, choice: str, by: User) -> None:
    """Put the dates of the proposed year into another one."""
    for column in DAYS:
        day = getattr(article, column)
        if day and day.year == remark.params["year"]:
            setattr(article, column, _day(int(choice), day.month, day.day))


def offer_years(remark: Remark, article: Article) -> list[Choice]:
    issue = article.issue_date or timezone.localdate(article.created_at)
    return [Choice(str(year), str(year)) for year in (issue.year, issue.year - 1)]


def set_year(article: Article, remark: Remark, choice: str, by: User) -> None:
    """Set the date of which only month and day were printed."""
    column = remark.params.get("column") or next((name for name in DAYS if not getattr(article, name)), DAYS[0])
    setattr(article, column, _day(int(choice), remark.params["month"], remark.params["day"]))


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise NoLongerFits(_("There is no such day in that year.")) from error


def offer_headlines(remark: Remark, article: Article) -> list[Choice]:
    if article.headline:
        return []
    return [Choice(headline, headline) for headline in proposing.headlines(bodies.plain_text(article.body))]


def take_headline(article: Article, remark: Remark, choice: str, by: User) -> None:
    article.headline = choice


def offer_headline_groups(remark: Remark, article: Article) -> list[Choice]:
    """Whether the first of the headline's lines leads up to it, or the others stand below it."""
    first, rest = _lines_of_headline(remark)
    if not rest or article.headline != f"{first} {rest}":
        return []
    offered = [] if article.kicker else [Choice("kicker", _("“%(line)s” is its kicker") % {"line": first})]
    if not article.subheading:
        offered.append(Choice("subheading", _("“%(line)s” is its subheading") % {"line": rest}))
    return offered


def group_headline(article: Article, remark: Remark, choice: str, by: User) -> None:
    first, rest = _lines_of_headline(remark)
    if choice == "kicker":
        article.kicker, article.headline = first, rest
    else:
        article.headline, article.subheading = first, rest


def _lines_of_headline(remark: Remark) -> tuple[str, str]:
    first, *others = remark.params["parts"].split("\n")
    return first, " ".join(others)


def offer_agencies(remark: Remark, article: Article) -> list[Choice]:
    if not article.dateline or article.dateline.startswith(AGENCIES):
        return []
    return [Choice(agency, f"{agency}{article.dateline}") for agency in AGENCIES]


def name_agency(article: Article, remark: Remark, choice: str, by: User) -> None:
    """Put the name of the agency before a dateline that had lost it."""
    article.dateline = (choice + article.dateline)[: Article._meta.get_field("dateline").max_length]


def offer_piece_or_subhead(remark: Remark, article: Article) -> list[Choice]:
    if dividing.heading_at(article, remark.first_line) is not None:
        can_divide = dividing.says_what_was_imported(article)
        return [Choice("piece", _("Another piece begins here"))] if can_divide else []
    before = dividing.piece_before(article)
    if before and article.headline and is_as_imported(article):
        return [Choice("subhead", _("It is a subhead of № %(number)s") % {"number": before.number})]
    return []


def settle_heading(article: Article, remark: Remark, choice: str, by: User) -> Article | None:
    """Begin another piece at a subhead, or make a piece's headline a subhead of the one before it."""
    if choice == "piece":
        at = dividing.heading_at(article, remark.first_line)
        dividing.begin_piece(article, at=at, line=remark.first_line, by=by)
        return None
    before = dividing.piece_before(article)
    _check_open(before, by)
    dividing.join_into(before, article, by=by)
    return before


def partner_in_joining(remark: Remark, choice: str) -> int | None:
    before = dividing.piece_before(remark.article) if choice == "subhead" else None
    return before and before.pk


def offer_pieces(remark: Remark, article: Article) -> list[Choice]:
    if not article.batch_id or not _picture(article, remark):
        return []
    others = Article.objects.filter(batch=article.batch_id).exclude(pk=article.pk).order_by("page_order", "number")
    return [
        Choice(str(other.pk), other.headline or bodies.plain_text(other.body)[:16] or str(other))
        for other in others[:12]
    ]


def move_picture(article: Article, remark: Remark, choice: str, by: User) -> None:
    """Put the photo into this piece of the same page."""
    other = Article.objects.get(pk=int(choice), batch=article.batch_id)
    _check_open(other, by)
    row = _picture(article, remark)
    row.article, row.position = other, other.photos.count()
    row.save(update_fields=["article", "position"])
    editing.keep_revision(other, by=by)


def partner_of_picture(remark: Remark, choice: str) -> int | None:
    return read_key(choice)


def _check_open(other: Article, by: User) -> None:
    """Raise StepClosed with the reason where this person may not change the other piece."""
    now = timezone.now()
    if reason := workflow.why_not_edit(facts.of(other, now=now), people.person(by, now=now)):
        raise editing.StepClosed(reason)


def _picture(article: Article, remark: Remark):
    """The row of the photo that the remark is about."""
    return article.photos.filter(photo__sha256=remark.params.get("sha256", "")).first()


def offer_sections(remark: Remark, article: Article) -> list[Choice]:
    return [Choice(name, name) for name in Section.objects.values_list("name", flat=True)[:12]]


def choose_section(article: Article, remark: Remark, choice: str, by: User) -> None:
    article.section = Section.objects.get(name=choice)
