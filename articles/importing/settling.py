"""Remarks of the import are settled here, each with one click: as it stands, or by taking one of its alternatives.

`choices(remark, article)` says what can be chosen, `settle()` does it: the working copy is changed and kept as a
revision of whoever chose. A choice that no longer fits the text is refused with a sentence, and nothing changes.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import body as bodies
from articles import editing, facts, proposing, workflow
from articles.importing import accounts, dividing
from articles.importing.paragraphs import join_at, split_at, state_at
from articles.importing.remarks import AGENCIES
from articles.importing.reporters import forget_uncredited, reporter_named
from articles.importing.split import LINE_END
from articles.importing.untouched import is_as_imported
from articles.models.newsroom import Article, ArticleByline, Remark
from articles.models.shared import Section
from staff import people
from staff.models import Reporter, User

logger = logging.getLogger(__name__)

AS_IT_STANDS = "ok"
DAYS = ("event_date", "filed_date")


@dataclass(frozen=True)
class Choice:
    """One button of a remark."""

    value: str
    label: str


class NoLongerFits(editing.StepClosed):
    """The text has changed since the import: this alternative can't be taken any more."""


def choices(remark: Remark, article: Article) -> list[Choice]:
    """What can be done with an open remark, the alternatives first, leaving it as it stands last."""
    offered = OFFERS[remark.code](remark, article) if remark.code in OFFERS else []
    return [*offered, Choice(AS_IT_STANDS, _STANDS.get(remark.code, _as_it_stands)())]


def settle(remark: Remark, choice: str, *, by: User, seen: int | None, now: datetime | None = None) -> Article:
    """Settle a remark in this way, on the revision that the person saw; gives the piece to look at next.

    Raises StepClosed with the reason (also where the remark is settled already, or the choice no longer fits), and
    SomeoneWasFirst.
    """
    now = now or timezone.now()
    with transaction.atomic():
        _lock_in_order(remark, choice)
        article = editing.lock(remark.article_id, seen=seen)
        remark = Remark.objects.select_for_update().filter(pk=remark.pk).first()
        if remark is None or remark.settled_at:
            raise NoLongerFits(_("This remark is settled already."))
        if reason := _why_not(remark, article, by, now=now):
            raise editing.StepClosed(reason)
        if choice != AS_IT_STANDS:
            if choice not in {offered.value for offered in choices(remark, article)}:
                raise NoLongerFits(_("This choice no longer fits the text: mend it in the form."))
            gone_into = TAKERS[remark.code](article, remark, choice, by)
            if gone_into is None:
                article.save()
                editing.keep_revision(article, by=by, now=now)
            article = gone_into or article
        _close(remark, by=by, now=now)
        if remark.code == accounts.CODE:
            accounts.others_like(remark).update(settled_at=now, settled_by=by)
        close_moot(article, by=by, now=now)
    return article


def _why_not(remark: Remark, article: Article, by: User, *, now: datetime) -> str:
    """Why this person may not settle the remark, or ""."""
    if remark.code == accounts.CODE:
        if accounts.is_concerned(remark, by):
            return _("This is about yourself: somebody else decides it.")
        if accounts.may_decide(by, now=now):
            return ""
        return _("This step is for: %(roles)s.") % {"roles": "、".join(accounts.WHO_DECIDES)}
    return workflow.why_not_edit(facts.of(article, now=now), people.person(by, now=now))


def _lock_in_order(remark: Remark, choice: str) -> None:
    """Lock the piece, and the other one that the choice changes, by ascending number: two such choices wait in turn."""
    partner = PARTNERS[remark.code](remark, choice) if remark.code in PARTNERS else None
    numbers = [number for number in (remark.article_id, partner) if number is not None]
    list(Article.objects.select_for_update().filter(pk__in=numbers).order_by("pk").values_list("pk"))


def close_moot(article: Article, *, by: User, now: datetime | None = None) -> None:
    """Settle the open remarks that a save has answered: the headline is there, the namesake is chosen."""
    now = now or timezone.now()
    remarks = list(article.remarks.filter(settled_at__isnull=True))
    credits = list(article.bylines.values_list("printed_name", "reporter")) if remarks else []
    printed = {name for name, _reporter in credits}
    named = {name for name, reporter in credits if reporter}
    for remark in remarks:
        name = remark.params.get("name")
        is_moot = (
            (remark.code == "headline_missing" and article.headline)
            or (remark.code == "unknown_section" and article.section_id)
            or (remark.code == "namesakes" and (name in named or name not in printed))
            or (remark.code in {"unknown_name", accounts.CODE} and name not in printed)
            or (remark.code == "year_unknown" and getattr(article, remark.params.get("column", "event_date"), None))
        )
        if is_moot:
            _close(remark, by=by, now=now)


def _close(remark: Remark, *, by: User, now: datetime) -> None:
    remark.settled_at, remark.settled_by = now, by
    remark.save(update_fields=["settled_at", "settled_by"])


def _as_it_stands() -> str:
    return _("Right as it is")


_STANDS: dict[str, Callable[[], str]] = {
    "year_proposed": lambda: _("The year is right"),
    accounts.CODE: lambda: _("Somebody else of that name"),
    "likely_duplicate": lambda: _("Not a duplicate"),
    "column_or_paragraph": lambda: _("Right as it is"),
    "headline_missing": lambda: _("Later"),
    "headline_of_lines": lambda: _("All of it is the headline"),
}


# --- names -----------------------------------------------------------------------------------------------------------


def offer_divisions(remark: Remark, article: Article) -> list[Choice]:
    """Other ways to divide a run of names."""
    return [Choice(other, other) for other in remark.alternatives if _rows_of_names(article, other)]


def divide_names(article: Article, remark: Remark, choice: str, by: User) -> None:
    """Let a run of names be divided in this way; standing and role stay those of the run."""
    rows = _rows_of_names(article, choice)
    names = choice.split("、")
    first, position = rows[0], rows[0].position
    following = [row for row in article.bylines.all() if row.position > rows[-1].position]
    ArticleByline.objects.filter(pk__in=[row.pk for row in rows]).delete()
    for place, name in enumerate(names):
        reporter, how = reporter_named(name, first.organisation, batch=article.batch)
        ArticleByline.objects.create(
            article=article, position=position + place, reporter=reporter, printed_name=name,
            standing=first.standing, role=first.role, organisation=first.organisation,
        )  # fmt: skip
        if reporter is None or not reporter.is_confirmed:
            Remark.objects.get_or_create(
                article=article, code=how if how != "known" else "unknown_name", params={"name": name},
                settled_at=None, defaults={"first_line": remark.first_line, "last_line": remark.last_line},
            )  # fmt: skip
        if name in accounts.names_of_staff() and (namesake := accounts.namesake_of_staff(name, reporter)):
            Remark.objects.create(
                article=article, code=namesake.code, params=dict(namesake.params), first_line=remark.first_line
            )
    for place, row in enumerate(following, start=position + len(names)):
        row.position = place
        row.save(update_fields=["position"])
    if article.batch:
        forget_uncredited(article.batch)


def _rows_of_names(article: Article, division: str) -> list[ArticleByline]:
    """The credits that stand one after the other and are this run of names, otherwise divided."""
    run, rows = division.replace("、", ""), list(article.bylines.all())
    for start in range(len(rows)):
        for end in range(start + 1, len(rows) + 1):
            if "".join(row.printed_name for row in rows[start:end]) == run:
                return [] if "、".join(row.printed_name for row in rows[start:end]) == division else rows[start:end]
    return []


def offer_namesakes(remark: Remark, article: Article) -> list[Choice]:
    found = Reporter.objects.filter(name=remark.params["name"], merged_into__isnull=True)
    return [
        Choice(str(reporter.pk), f"{reporter.name}（{reporter.distinction or reporter.organisation or '—'}）")
        for reporter in found
    ]


def choose_namesake(article: Article, remark: Remark, choice: str, by: User) -> None:
    """Link the name to this one of several reporters."""
    article.bylines.filter(printed_name=remark.params["name"]).update(reporter=int(choice))


def offer_known_names(remark: Remark, article: Article) -> list[Choice]:
    """To confirm the new reporter; or a confirmed one whose name differs in one character, as after a slip."""
    name = remark.params["name"]
    if not article.bylines.filter(printed_name=name).exists():
        return []
    near = [
        reporter
        for reporter in Reporter.objects.filter(is_confirmed=True, merged_into__isnull=True, name__startswith=name[:1])
        if len(reporter.name) == len(name) and sum(a != b for a, b in zip(reporter.name, name, strict=True)) == 1
    ]
    return [
        Choice("confirm", _("Take %(name)s into the roster") % {"name": name}),
        *(Choice(str(reporter.pk), _("It is %(name)s") % {"name": reporter}) for reporter in near[:3]),
    ]


def know_name(article: Article, remark: Remark, choice: str, by: User) -> None:
    """Confirm the reporter that the import made, or put the known one in his place."""
    rows = article.bylines.filter(printed_name=remark.params["name"])
    if choice == "confirm":
        if not by.has_perm("staff.change_reporter"):
            raise editing.StepClosed(_("Only editors take names into the roster."))
        for row in rows.select_related("reporter"):
            if row.reporter and not row.reporter.is_confirmed:
                row.reporter.is_confirmed = True
                row.reporter.save(update_fields=["is_confirmed"])
        return
    reporter = Reporter.objects.get(pk=int(choice))
    article.printed_byline = article.printed_byline.replace(remark.params["name"], reporter.name)
    rows.update(reporter=reporter, printed_name=reporter.name)
    if article.batch:
        forget_uncredited(article.batch)


def offer_accounts(remark: Remark, article: Article) -> list[Choice]:
    """The accounts that may be the reporter's own."""
    return [
        Choice(str(account.pk), _("It is the account “%(account)s”: link them") % {"account": account.username})
        for account in accounts.accounts_for(remark)
    ]


def link_account(article: Article, remark: Remark, choice: str, by: User) -> Article:
    """Link the account to the reporter: he counts as an author of what credits him. The piece stays as it is."""
    if not accounts.link(remark, int(choice)):
        raise NoLongerFits(_("This choice no longer fits the text: mend it in the form."))
    logger.info("account linked", extra={"account": choice, "reporter": remark.params["reporter"], "by": by.pk})
    return article


def offer_last_only(remark: Remark, article: Article) -> list[Choice]:
    rows = list(article.bylines.all())
    if len(rows) < 2 or not rows[-1].role:
        return []
    return [Choice("last", _("Only %(name)s") % {"name": rows[-1].printed_name})]


def give_role_to_last(article: Article, remark: Remark, choice: str, by: User) -> None:
    """The role printed at the end of a byline is that of its last name alone."""
    last = article.bylines.last()
    article.bylines.exclude(pk=last.pk).filter(role=last.role).update(role="")


# --- paragraphs ------------------------------------------------------------------------------------------------------


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


# --- dates -----------------------------------------------------------------------------------------------------------


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


# --- headlines and pieces --------------------------------------------------------------------------------------------


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


# --- pictures, sections ----------------------------------------------------------------------------------------------


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
    return int(choice) if choice.isdecimal() else None


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


OFFERS: dict[str, Callable[[Remark, Article], list[Choice]]] = {
    "names_divided_by_guess": offer_divisions,
    "namesakes": offer_namesakes,
    "unknown_name": offer_known_names,
    accounts.CODE: offer_accounts,
    "shared_role": offer_last_only,
    "column_or_paragraph": offer_paragraph,
    "year_proposed": offer_other_years,
    "year_unknown": offer_years,
    "headline_missing": offer_headlines,
    "headline_of_lines": offer_headline_groups,
    "agency_lost": offer_agencies,
    "head_or_subhead": offer_piece_or_subhead,
    "picture_for_which_piece": offer_pieces,
    "unknown_section": offer_sections,
}
TAKERS: dict[str, Callable[[Article, Remark, str, User], Article | None]] = {
    "names_divided_by_guess": divide_names,
    "namesakes": choose_namesake,
    "unknown_name": know_name,
    accounts.CODE: link_account,
    "shared_role": give_role_to_last,
    "column_or_paragraph": change_paragraph,
    "year_proposed": change_year,
    "year_unknown": set_year,
    "headline_missing": take_headline,
    "headline_of_lines": group_headline,
    "agency_lost": name_agency,
    "head_or_subhead": settle_heading,
    "picture_for_which_piece": move_picture,
    "unknown_section": choose_section,
}
#: The number of the other piece that a choice changes.
PARTNERS: dict[str, Callable[[Remark, str], int | None]] = {
    "head_or_subhead": partner_in_joining,
    "picture_for_which_piece": partner_of_picture,
}
