"""The newsroom's lists as the checks take them, read from the database, and filled from files."""

import csv
import io
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import desk_lists
from articles.proofing import starter
from articles.proofing.records import ForbiddenWord, HeadlineLimit, Lists, Official, WrongWord

#: The columns of a file of officials, by what its first line may call them. The first three and the fifth are due.
COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("姓名", "name"),
    "title": ("职务", "title"),
    "rank": ("排序", "序号", "rank"),
    "short_titles": ("职务简称", "简称", "short_titles"),
    "since": ("任职日期", "起", "from", "since"),
    "until": ("离任日期", "止", "to", "until"),
    "confirmed_on": ("核对日期", "confirmed_on"),
}
DUE = ("name", "title", "rank", "since")
DATE_FORMS = ("-", "/", ".")
#: Rows of a file of officials; a city has some hundreds.
MOST_ROWS = 5000


def load() -> Lists:
    """All lists, in four statements."""
    return Lists(
        wrong_words=tuple(
            WrongWord(row.wrong, row.right, _phrases(row.exceptions), row.is_certain)
            for row in desk_lists.WrongWord.objects.all()
        ),
        forbidden_words=forbidden_words(),
        officials=tuple(
            Official(
                row.name,
                tuple(filter(None, (row.title, *(form.strip() for form in row.short_titles.split("、"))))),
                row.rank,
                row.since,
                row.until,
                row.confirmed_on,
            )
            for row in desk_lists.Official.objects.all()
        ),
        headline_limits=tuple(
            HeadlineLimit(row.page_label.strip(), row.section_id, row.longest)
            for row in desk_lists.HeadlineLimit.objects.all()
        ),
    )


def forbidden_words() -> tuple[ForbiddenWord, ...]:
    """The forbidden words alone, in one statement: the workflow asks for them wherever it draws a button."""
    return tuple(ForbiddenWord(row.word, _phrases(row.exceptions)) for row in desk_lists.ForbiddenWord.objects.all())


def _phrases(lines: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in lines.splitlines() if line.strip())


def add_starter_words() -> int:
    """Add those words of the starter list that the newsroom's list does not hold. Gives how many were added."""
    held = set(desk_lists.WrongWord.objects.values_list("wrong", flat=True))
    new = [word for word in starter.wrong_words() if word.wrong not in held]
    desk_lists.WrongWord.objects.bulk_create(
        desk_lists.WrongWord(
            wrong=word.wrong, right=word.right, exceptions="\n".join(word.exceptions), is_certain=word.is_certain
        )
        for word in new
    )
    return len(new)


# --- officials from a file -------------------------------------------------------------------------------------------


class UnreadableOfficials(Exception):
    """A file of officials that cannot be taken in: one sentence a line that is wrong, in `reasons`."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True)
class Imported:
    """What came of a file of officials."""

    added: int
    changed: int
    unchanged: int


def import_officials(data: bytes, *, today: date) -> Imported:
    """Take in a CSV file of officials, all of it or nothing; a row is known again by name, title and first day.

    A row without a day of confirmation counts as confirmed today: whoever brings in the list vouches for it. Raises
    UnreadableOfficials with every reason, each with its line.
    """
    wrong: list[str] = []
    rows = [
        (line, row) for line, values in _rows(data, wrong) if (row := _official(values, line, wrong, today)) is not None
    ]
    added = changed = 0
    with transaction.atomic():
        for line, row in rows:
            known = desk_lists.Official.objects.filter(name=row.name, title=row.title, since=row.since).first()
            row.pk = known.pk if known else None
            row._state.adding = known is None
            try:
                row.full_clean()
            except ValidationError as error:
                wrong.append(_at_line(line, " ".join(error.messages)))
                continue
            if known is None:
                added += 1
            elif any(getattr(known, name) != getattr(row, name) for name in COLUMNS):
                changed += 1
            row.save()
        if wrong:
            raise UnreadableOfficials(wrong)
    return Imported(added, changed, len(rows) - added - changed)


def _rows(data: bytes, wrong: list[str]) -> list[tuple[int, dict[str, str]]]:
    """The rows of the file with the line in which each ends, by our names of its columns."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError as error:
            raise UnreadableOfficials(
                [_("The file is neither UTF-8 nor GB18030: save it as CSV UTF-8 in Excel.")]
            ) from error
    reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in text.partition("\n")[0] else ",")
    try:
        head = [cell.strip().lower() for cell in next(reader, [])]
        names = {place: name for name, called in COLUMNS.items() for place, cell in enumerate(head) if cell in called}
        absent = [COLUMNS[name][0] for name in DUE if name not in names.values()]
        if absent:
            raise UnreadableOfficials([_("Line 1 lacks the columns: %(columns)s.") % {"columns": "、".join(absent)}])
        found = []
        for cells in reader:
            if any(cell.strip() for cell in cells):
                values = {names[place]: cell.strip() for place, cell in enumerate(cells) if place in names}
                found.append((reader.line_num, values))
            if len(found) > MOST_ROWS:
                raise UnreadableOfficials([_("The file has more than %(most)d rows.") % {"most": MOST_ROWS}])
    except csv.Error as error:
        raise UnreadableOfficials([_at_line(reader.line_num, _("this is no CSV: %(why)s") % {"why": error})]) from error
    if not found:
        wrong.append(_("The file holds no row below its first line."))
    return found


def _official(values: dict[str, str], line: int, wrong: list[str], today: date) -> desk_lists.Official | None:
    before = len(wrong)
    empty = [COLUMNS[name][0] for name in DUE if not values.get(name)]
    wrong += [_at_line(line, _("%(column)s is empty") % {"column": column}) for column in empty]
    days = {}
    for name in ("since", "until", "confirmed_on"):
        if text := values.get(name, ""):
            days[name] = _day(text)
            if days[name] is None:
                said = _("“%(text)s” is no day: write it like 2026-11-24") % {"text": text}
                wrong.append(_at_line(line, f"{COLUMNS[name][0]}：{said}"))
    if (rank := values.get("rank", "")) and not (rank.isascii() and rank.isdigit()):
        said = _("“%(text)s” is no whole number") % {"text": rank}
        wrong.append(_at_line(line, f"{COLUMNS['rank'][0]}：{said}"))
    if len(wrong) > before:
        return None
    return desk_lists.Official(
        name=values["name"].replace(" ", "").replace("\u3000", ""),
        title=values["title"],
        short_titles=values.get("short_titles", ""),
        rank=int(values["rank"]),
        since=days["since"],
        until=days.get("until"),
        confirmed_on=days.get("confirmed_on") or today,
    )


def _day(text: str) -> date | None:
    for mark in DATE_FORMS:
        parts = text.split(mark)
        if len(parts) == 3 and all(part.isascii() and part.isdigit() for part in parts):
            try:
                return date(*map(int, parts))
            except ValueError:
                return None
    return None


def _at_line(line: int, said: str) -> str:
    return _("Line %(line)d: %(what)s.") % {"line": line, "what": said.rstrip("。.")}
