"""Remarks of the import are settled here, each with one click: as it stands, or by taking one of its alternatives.

`choices(remark, article)` says what can be chosen, `settle()` does it: the working copy is changed and kept as a
revision of whoever chose. A choice that no longer fits the text is refused with a sentence, and nothing changes.
"""

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import editing, facts, workflow
from articles.importing import accounts, choices_on_names, choices_on_text
from articles.importing.choice import Choice, NoLongerFits
from articles.models.imports import Remark
from articles.models.newsroom import Article
from staff import people
from staff.models import User

logger = logging.getLogger(__name__)
AS_IT_STANDS = "ok"


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
    "unknown_name": lambda: _("Not into the roster yet"),
    "likely_duplicate": lambda: _("Not a duplicate"),
    "column_or_paragraph": lambda: _("Right as it is"),
    "headline_missing": lambda: _("Later"),
    "headline_of_lines": lambda: _("All of it is the headline"),
}
OFFERS: dict[str, Callable[[Remark, Article], list[Choice]]] = {
    "names_divided_by_guess": choices_on_names.offer_divisions,
    "namesakes": choices_on_names.offer_namesakes,
    "unknown_name": choices_on_names.offer_known_names,
    accounts.CODE: choices_on_names.offer_accounts,
    "shared_role": choices_on_names.offer_last_only,
    "column_or_paragraph": choices_on_text.offer_paragraph,
    "year_proposed": choices_on_text.offer_other_years,
    "year_unknown": choices_on_text.offer_years,
    "headline_missing": choices_on_text.offer_headlines,
    "headline_of_lines": choices_on_text.offer_headline_groups,
    "agency_lost": choices_on_text.offer_agencies,
    "head_or_subhead": choices_on_text.offer_piece_or_subhead,
    "picture_for_which_piece": choices_on_text.offer_pieces,
    "unknown_section": choices_on_text.offer_sections,
}
TAKERS: dict[str, Callable[[Article, Remark, str, User], Article | None]] = {
    "names_divided_by_guess": choices_on_names.divide_names,
    "namesakes": choices_on_names.choose_namesake,
    "unknown_name": choices_on_names.know_name,
    accounts.CODE: choices_on_names.link_account,
    "shared_role": choices_on_names.give_role_to_last,
    "column_or_paragraph": choices_on_text.change_paragraph,
    "year_proposed": choices_on_text.change_year,
    "year_unknown": choices_on_text.set_year,
    "headline_missing": choices_on_text.take_headline,
    "headline_of_lines": choices_on_text.group_headline,
    "agency_lost": choices_on_text.name_agency,
    "head_or_subhead": choices_on_text.settle_heading,
    "picture_for_which_piece": choices_on_text.move_picture,
    "unknown_section": choices_on_text.choose_section,
}
#: The number of the other piece that a choice changes.
PARTNERS: dict[str, Callable[[Remark, str], int | None]] = {
    "head_or_subhead": choices_on_text.partner_in_joining,
    "picture_for_which_piece": choices_on_text.partner_of_picture,
}
