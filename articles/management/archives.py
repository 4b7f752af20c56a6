"""import_articles --archive on the command line: who signs, how far it is, what came of it."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TextIO

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.text import Text

from articles.importing import archive
from articles.importing.archive import Report
from articles.importing.sources import Source
from articles.management.tables import console_for
from staff.models import User

logger = logging.getLogger(__name__)


def signer(login: str) -> User:
    """The account that signs. Raises CommandError with the reason where it may not."""
    if not login:
        raise CommandError(_("--archive needs --signed-by LOGIN: whose signature vouches for the archive."))
    user = User.objects.filter(username=login).first()
    if user is None:
        raise CommandError(_("There is no account “%(login)s”.") % {"login": login})
    if not archive.may_sign(user):
        raise CommandError(
            _("%(name)s may not publish an archive on a signature: that takes the permission of 总编辑.")
            % {"name": user.name or login}
        )
    return user


def run(
    found: Sequence[Source],
    options: archive.Options,
    *,
    console: Console | None,
    errors: TextIO,
    complain: Callable[[str], None],
) -> list[Report]:
    """Publish the archive, with a bar on a terminal's error stream; each file's outcome goes to the console, if any."""
    reports: list[Report] = []
    with _bar(errors) as (show, say):
        for news in archive.load(found, options, tell=lambda sentence: say(complain, sentence)):
            if isinstance(news, Report):
                reports.append(news)
                if console:
                    say(lambda report: console.print(Text(_summary(report))), news)
            else:
                show(news)
    logger.info("archive", extra={"files": len(reports), "published": sum(one.published for one in reports)})
    return reports


def totals(reports: Sequence[Report]) -> dict[str, int]:
    """What came of all files together."""
    names = ("published", "there", "differing", "refused_pieces", "reporters_made", "pictures", "pictures_refused")
    return {
        "files": len(reports),
        "not_read": sum(bool(report.error) for report in reports),
        **{name: sum(getattr(report, name) for report in reports) for name in names},
    }


def judge(reports: Sequence[Report], *, nothing: int, partly: int) -> None:
    """Fail where something did not come in, and say how much."""
    counts = totals(reports)
    if not counts["refused_pieces"] and not counts["not_read"] and not counts["pictures_refused"]:
        return
    said = _(
        "Not all came in: %(refused_pieces)d pieces were refused, %(not_read)d files could not be read to their end, "
        "%(pictures_refused)d photos could not be used."
    )
    came_in = counts["published"] + counts["there"]
    raise CommandError(said % counts, returncode=partly if came_in else nothing)


def _summary(report: Report) -> str:
    counts = {name: getattr(report, name) for name in ("file", "published", "there", "differing", "refused_pieces")}
    said = _(
        "%(file)s: %(published)d published, %(there)d there before (%(differing)d of them say something else and were "
        "left alone), %(refused_pieces)d refused."
    )
    parts = [said % counts]
    if report.set_aside:
        parts.append(
            _("Columns that are not known were set aside: %(columns)s.") % {"columns": "、".join(report.set_aside)}
        )
    if report.reporters_made:
        parts.append(_("%(count)d unconfirmed reporters were made.") % {"count": report.reporters_made})
    if report.pictures:
        parts.append(_("%(count)d photos came in with their pieces.") % {"count": report.pictures})
    if report.pictures_refused:
        parts.append(_("%(count)d photos could not be used.") % {"count": report.pictures_refused})
    return " ".join(parts)


@contextmanager
def _bar(errors: TextIO) -> Iterator[tuple[Callable, Callable]]:
    """What shows how far it is, and what says something above the bar; without a terminal there is no bar."""
    if not errors.isatty():
        yield lambda news: None, lambda write, said: write(said)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console_for(errors), transient=True) as progress:
        task = progress.add_task("", total=None)

        def show(news: archive.Progress) -> None:
            said = _("%(count)d pieces") % {"count": news.pieces}
            progress.update(task, description=said, total=news.bytes_of_all or None, completed=news.bytes_read)

        def say(write: Callable, said: object) -> None:
            progress.stop()
            write(said)
            progress.start()

        yield show, say
