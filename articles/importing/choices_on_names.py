"""What remarks on names offer: other divisions, namesakes, new names, accounts of staff, whose a role is."""

import logging

from django.utils.translation import gettext as _

from articles import editing
from articles.importing import accounts
from articles.importing.choice import Choice, NoLongerFits
from articles.importing.reporters import KNOWN, MADE, forget_uncredited, reporter_named
from articles.models.imports import Remark
from articles.models.newsroom import Article, ArticleByline
from staff.models import Reporter, User

logger = logging.getLogger(__name__)


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
                article=article, code=how if how != KNOWN else MADE, params={"name": name},
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
