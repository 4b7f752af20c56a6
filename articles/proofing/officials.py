"""Names, titles and order of officials, against the dated list that the newsroom keeps.

A name is looked for beside a title of the list, and in a row of names: there one wrong character tells. A finding is
certain only where the rows that it rests on were confirmed within 30 days; otherwise it is a doubt.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from articles.proofing.characters import HAN
from articles.proofing.records import Finding, Official, ProofText, Severity, TextField

CONFIRMED_DAYS = 30

#: The posts with which a title ends; the list may hold others.
POSTS = (
    "总书记|书记|委员长|主任|总理|省长|州长|市长|区长|县长|镇长|乡长|厅长|局长|部长|处长|科长|所长|站长|主席|院长|检察长|秘书长|组长|会长|校长|"
    "董事长|总经理|行长|专员|司令员|政委|委员|常委|巡视员|调研员"
)
# must match the end of: 郑州高新区党工委书记 | 副区长 ; its run of characters is the title as printed
STATED = re.compile(rf"[{HAN}]*?(?P<post>副?(?:{POSTS}))$")
RUN = re.compile(rf"[{HAN}]+$")
#: With these before it a title is another one, or one of the past.
OTHER_TITLE = "副原前"
OF_ANOTHER_RANK = frozenset("副代")
FORMERLY = re.compile(r"(?:原|前|时任|曾任|历任)[^，。；]{0,14}$")
#: Characters of which the rest of a title is made; before any other one a title begins.
OF_A_TITLE = frozenset("委会府部局院大协办团联区市县镇乡街道校司处室党组宣传织统战政法纪监工管理副常")
TITLE_BEFORE = 24  # characters before a name in which its title stands
# must match what follows a name: 强调 | 出席 | ， ; a given name may go on with any other character
FOLLOWS = re.compile(
    r"(?:强调|指出|要求|表示|说|出席|主持|参加|带队|带领|介绍|来到|前往|深入|调研|讲话|致辞|宣布|作|对|在|与|和|到|率|向|先后|分别|一行|同志|等|、|，|。|；|：|”|）|\(|（|$)"
)
SPEAKS = re.compile(
    r"(?:强调|指出|要求|表示|说|出席|主持|参加|带队|带领|介绍|来到|前往|深入|调研|讲话|致辞|宣布|同志|一行)"
)


@dataclass(frozen=True)
class _Roll:
    """The officials of a day, ready to be looked up."""

    by_name: dict[str, tuple[Official, ...]]
    by_title: dict[str, tuple[Official, ...]]
    names: re.Pattern[str]
    titles: re.Pattern[str]
    row: re.Pattern[str]


def find(piece: ProofText, officials: tuple[Official, ...], *, today: date) -> Iterator[Finding]:
    """Findings about the officials who hold their office on the issue date, or today."""
    roll = _roll(officials, piece.issue_date or today)
    if roll is None:
        return
    whole = "\n".join(paragraph for field in piece.fields for paragraph in field.paragraphs)
    present = {match[0] for match in roll.names.finditer(whole)}
    for field in piece.fields:
        for number, text in field.numbered():
            taken: set[int] = set()
            for finding in (
                *_wrong_names(field, number, text, roll, today),
                *_wrong_in_rows(field, number, text, roll, today),
                *_wrong_elsewhere(field, number, text, roll, present, today),
            ):
                if finding.place.start not in taken:
                    taken.add(finding.place.start)
                    yield finding
            yield from _wrong_titles(field, number, text, roll, today)
            yield from _wrong_order(field, number, text, roll, today)


@lru_cache(maxsize=8)
def _roll(officials: tuple[Official, ...], day: date) -> _Roll | None:
    by_name, by_title = defaultdict(list), defaultdict(list)
    for official in officials:
        if official.holds_on(day):
            by_name[official.name].append(official)
            for title in official.titles:
                by_title[title].append(official)
    if not by_name:
        return None
    names = "|".join(map(re.escape, sorted(by_name, key=len, reverse=True)))
    titles = "|".join(map(re.escape, sorted(by_title, key=len, reverse=True))) or r"(?!)"
    # A row of names, each perhaps with its title: 张三、李四、区长王五. Words that are no name may stand in it.
    return _Roll(
        {name: tuple(rows) for name, rows in by_name.items()},
        {title: tuple(rows) for title, rows in by_title.items()},
        re.compile(names),
        re.compile(titles),
        re.compile(rf"[{HAN}]{{2,24}}(?:、[{HAN}]{{2,20}})+"),
    )


def is_confirmed(confirmed_on: date | None, *, today: date) -> bool:
    """Whether a row was confirmed so lately that it is relied on."""
    return confirmed_on is not None and (today - confirmed_on).days <= CONFIRMED_DAYS


def _severity(officials: Iterable[Official], today: date) -> Severity:
    """An error where every row was confirmed lately, else a doubt."""
    officials = list(officials)
    is_sure = officials and all(is_confirmed(one.confirmed_on, today=today) for one in officials)
    return Severity.ERROR if is_sure else Severity.DOUBT


# --- a wrong character -----------------------------------------------------------------------------------------------


def is_near(written: str, name: str) -> bool:
    """Whether one character differs, or two have changed places."""
    if len(written) != len(name) or written == name:
        return False
    return sum(a != b for a, b in zip(written, name, strict=True)) == 1 or (
        len(name) > 2 and sorted(written) == sorted(name) and written[0] == name[0]
    )


def _wrong_names(field: TextField, number: int, text: str, roll: _Roll, today: date) -> Iterator[Finding]:
    """Beside a title of the list: no name of the list, but nearly that of who holds it."""
    for match in roll.titles.finditer(text):
        if match.start() and text[match.start() - 1] in OTHER_TITLE:
            continue
        if FORMERLY.search(text[max(0, match.start() - TITLE_BEFORE) : match.start()]):
            continue
        holders = roll.by_title[match[0]]
        if not roll.names.match(text, match.end()):
            yield from _near_after(field, number, text, match.end(), holders, today)
        yield from _near_before(field, number, text, match.start(), holders, roll, today)


def _near_after(
    field: TextField, number: int, text: str, at: int, holders: Iterable[Official], today: date
) -> Iterator[Finding]:
    for holder in holders:
        end = at + len(holder.name)
        written = text[at:end]
        if is_near(written, holder.name):
            is_short = len(holder.name) < 3
            severity = Severity.DOUBT if is_short else _severity([holder], today)
            yield _name_found(field, number, at, end, holder, severity)
            return
        if len(holder.name) == 3 and (end := at + 2) <= len(text) and FOLLOWS.match(text, end):
            shortened = {holder.name[:2], holder.name[0] + holder.name[2]}
            if text[at:end] in shortened:
                yield _name_found(field, number, at, end, holder, Severity.DOUBT)
                return


def _near_before(
    field: TextField, number: int, text: str, at: int, holders: Iterable[Official], roll: _Roll, today: date
) -> Iterator[Finding]:
    """张红军书记: the name before the title, of three characters, at the head of a clause."""
    for holder in holders:
        start = at - len(holder.name)
        if len(holder.name) < 3 or start < 0 or roll.names.fullmatch(text, start, at):
            continue
        if is_near(text[start:at], holder.name) and text[start] == holder.name[0]:
            yield _name_found(field, number, start, at, holder, Severity.DOUBT)
            return


def _wrong_in_rows(field: TextField, number: int, text: str, roll: _Roll, today: date) -> Iterator[Finding]:
    """In a row of names in which one is listed: another that is listed but for a character."""
    for row in roll.row.finditer(text):
        if not roll.names.search(row[0]):
            continue
        at = row.start()
        for part in row[0].split("、"):
            if not roll.names.search(part):
                for name, officials in roll.by_name.items():
                    for place in {0, max(0, len(part) - len(name))}:
                        start = at + place
                        if len(name) >= 3 and is_near(text[start : start + len(name)], name):
                            yield _name_found(field, number, start, start + len(name), officials[0],
                                              _severity(officials, today))  # fmt: skip
            at += len(part) + 1


def _wrong_elsewhere(
    field: TextField, number: int, text: str, roll: _Roll, present: set[str], today: date
) -> Iterator[Finding]:
    """A name that stands right elsewhere in the piece, and here with one other character, before what people do."""
    for name in present:
        if len(name) != 3:
            continue
        near = re.compile(f"{name[0]}(?:[{HAN}]{name[2]}|{name[1]}[{HAN}])")
        for match in near.finditer(text):
            if match[0] not in roll.by_name and SPEAKS.match(text, match.end()):
                yield _name_found(field, number, *match.span(), roll.by_name[name][0], Severity.DOUBT)


def _name_found(field: TextField, number: int, start: int, end: int, official: Official, severity: Severity) -> Finding:
    return field.found(
        number, start, end, "officials.name", severity, fix=official.name, name=official.name,
        title=official.titles[0] if official.titles else "",
    )  # fmt: skip


# --- a wrong title ---------------------------------------------------------------------------------------------------


def _wrong_titles(field: TextField, number: int, text: str, roll: _Roll, today: date) -> Iterator[Finding]:
    for match in roll.names.finditer(text):
        before = text[max(0, match.start() - TITLE_BEFORE) : match.start()]
        run = RUN.search(before)
        stated = STATED.search(run[0]) if run else None
        if stated is None or FORMERLY.search(before):
            continue
        officials = roll.by_name[match[0]]
        own = [title for official in officials for title in official.titles]
        if not own or any(_is_same_title(run[0], title) for title in own):
            continue
        foreign = max((title for title in roll.by_title if run[0].endswith(title)), key=len, default="")
        said = foreign or stated["post"]
        if foreign and foreign in own:
            said = f"副{foreign}" if run[0].endswith(f"副{foreign}") else foreign
        severity = _severity(officials, today) if foreign else Severity.DOUBT
        start = match.start() - len(said)
        yield field.found(
            number, start, match.end(), "officials.title", severity, fix=_right(said, own) + match[0],
            name=match[0], title="、".join(official.titles[0] for official in officials if official.titles),
        )  # fmt: skip


def _is_same_title(run: str, title: str) -> bool:
    """Whether the title as printed, at the end of this run of characters, can be this one of the list."""
    shared = 0
    while shared < min(len(run), len(title)) and run[-shared - 1] == title[-shared - 1]:
        shared += 1
    post = STATED.search(title)
    if shared < (len(post["post"].removeprefix("副")) if post else len(title)):
        return False
    next_in_run, next_in_title = run[-shared - 1 : -shared], title[-shared - 1 : -shared]
    if next_in_run in OF_ANOTHER_RANK or next_in_title in OF_ANOTHER_RANK:
        return False
    if run[:-shared].endswith("常务"):
        return False
    return not next_in_title or not next_in_run or next_in_run not in OF_A_TITLE or shared >= 4


def _right(said: str, own: list[str]) -> str:
    """Of several forms of his titles the one that ends as the printed one did, else the first."""
    return max(own, key=lambda title: (title[-2:] == said[-2:], -own.index(title)))


# --- a wrong order ---------------------------------------------------------------------------------------------------


def _wrong_order(field: TextField, number: int, text: str, roll: _Roll, today: date) -> Iterator[Finding]:
    """Names in a row, of which a later one has the higher rank."""
    for row in roll.row.finditer(text):
        found = list(roll.names.finditer(text, row.start(), row.end()))
        if len(found) < 2:
            continue
        ranks = [min(official.rank for official in roll.by_name[match[0]]) for match in found]
        place = next((at for at in range(1, len(ranks)) if ranks[at] < ranks[at - 1]), 0)
        if not place:
            continue
        officials = [official for match in found for official in roll.by_name[match[0]]]
        start, end = found[0].start(), found[-1].end()
        names = [match[0] for match in found]
        ordered = [name for _, _, name in sorted(zip(ranks, range(len(names)), names, strict=True))]
        is_plain = text[start:end] == "、".join(names)
        yield field.found(
            number, start, end, "officials.order", _severity(officials, today),
            fix="、".join(ordered) if is_plain else "", first=found[place][0], second=found[place - 1][0],
        )  # fmt: skip
