"""A page's text becomes pieces.

    parse_page(text, *, roster=(), issue_date=None, page_label="") -> records.Page

Pure and total: any text gives a page, doubts are remarks. The stages: `split` (lines), `furniture` (what belongs to no
piece), `layout` (what line ends and blanks mean), `reflow` (paragraphs), then here: datelines, days and bylines are
read in the paragraphs, `pieces` divides the page, and each piece is put together. Every source line ends in a piece, in
the furniture or among the blank lines; `Page.unaccounted_lines()` tells, and is always empty.

`roster` holds the names of known reporters; it settles how names printed without spaces are divided. `issue_date`
gives years to days printed without one (marked as proposed); without it the date line of the page does.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from . import furniture as furniture_module
from .bylines import (
    BOTH,
    EDITS,
    JOINT,
    KNOWN_ORGANISATION,
    LABEL,
    MARKS,
    STANDING,
    cost_of_name,
    read_byline,
    read_closing_byline,
    read_lead_byline,
)
from .datelines import begins_with_dateline, read_dateline, read_event_date, read_page_date, read_tail_dateline
from .headline_groups import headline_group
from .items import PHOTO_ROLES, Item
from .layout import SENTENCE_END, detect, has_blank_after_every_line
from .passages import Passage
from .pieces import divide
from .records import (
    Byline,
    Caption,
    Credit,
    Dateline,
    Furniture,
    Layout,
    Line,
    Page,
    Paragraph,
    ParsedArticle,
    PrintedDate,
    Remark,
    Unit,
)
from .reflow import LIST_ITEM, reflow_lines
from .split import split
from .traditional import as_printed, fold
from .verse import lines_of_verse

HAN = "\u4e00-\u9fff"
# A caption on a line of its own; the last form is that of our own export (articles.exporting).
# Must match: 图为会议现场。记者 张三 摄 | 左图：…（李四摄） | 图片说明（A01-1-1.jpg）：会场 ; must not: 图为首的干部
CAPTION = re.compile(
    "^(?:图为|图片说明|[上下左右题配]图|压题照片|压题图片|图[一二三四五\\d])[^\n]{2,70}?(?:摄|供图|发|摄影|提供|/图)[）)]?$"
    "|^图为[^\n]{2,40}。$"
    "|^图(?:[①-⑳]|[一二三四五六\\d]+[：:])[^\n]{2,60}$"
    "|^图片说明（[^（）]+\\.jpg）：."
)
# Must match: 晚,党委统战部 | 上午，全市 ; must not: 星期一 | 本报讯
GOES_ON_AFTER_DAY = re.compile("[上下]午|晚|凌晨|清晨|傍晚|早[上晨]|中午|深夜|[，,、。：:；至到起前后以的电讯日]|—|-")
# What a narrow column left of a dateline after the paper's name.   Must match: 讯（记者 | 讯 昨日 ; must not: 讯息
REST_OF_DATELINE = re.compile("讯(?![息号问])")
# Must match: 一是落实责任； | （二）登记时间 | 3、 ; must not: 一只鸟
ITEM_OF_LIST = re.compile(f"{LIST_ITEM.pattern}|[一二三四五六七八九十]是|第[一二三四五六七八九十]{{1,2}}[、，：是]")
# Must match: （记者 罗阳 | 首席记者邓华 特约通 ; must not: 记者在现场看到，
BEGINS_BYLINE = re.compile(f"[（(]?(?:{KNOWN_ORGANISATION})?(?:{STANDING})[ \u3000]*[^，。：]{{0,24}}$")
INNER_MARK = re.compile("[，。、；：！？]")
TOP = 4  # lines among which the name of the paper stands
NARROWEST = 16  # half-width units: no column of running text is narrower
MAYBE_BYLINE = re.compile(
    "记者|通讯员|实习生|作者|评论员|观察员|撰|主播|摄|[/／]|报道|供图|供稿|(?:图|照片|稿件|资料).*提供|编辑|责编|校对|审核|综合|译|统筹|监制|"
    f"[编校审][ \u3000]+[辑对核]|[一二三初终]\\s*审|^[（(【口{MARKS}]"
)
# Marks that more often stand before an item of a list than before an author: his name must be an ordinary one.
BULLETS = "○◆◇★☆▲△▌◣◤※"
MAYBE_CLOSING = re.compile("记者|通讯员|实习生|作者|摄|[/／]|报道|供图|供稿|整理|编译|[）)]$|编辑")
MAYBE_DATELINE = re.compile("[讯电]|消息")


def parse_page(
    text: str, *, roster: Collection[str] = (), issue_date: date | None = None, page_label: str = ""
) -> Page:
    """The pieces, furniture and remarks of a page's text; see the module."""
    source = split(text)
    roster = frozenset(map(fold, roster))
    body, aside = _set_furniture_aside(source.lines, roster)
    page_day = next((day for item in aside if item.kind == "date" and (day := read_page_date(item.text))), None)
    issue = issue_date or page_day
    reader = _Reader(roster, issue)
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
    items = _join_broken_bylines(items, layout, reader)
    _settle_loose_names(items, reader)
    articles: list[ParsedArticle] = []
    remarks: list[Remark] = []
    items = _set_repeated_headings_aside(items, aside)
    for piece in divide(items, layout):
        if not any(item.kind in ("paragraph", "caption") for item in piece):
            for item in piece:
                aside += [Furniture(line.number, line.text, "loose") for line in item.unit.lines]
            remarks.append(Remark("head_without_text", lines=tuple(_numbers(piece))))
            continue
        articles.append(_article(piece, layout, reader))
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
    )


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


def _numbers(piece: Sequence[Item]) -> list[int]:
    return sorted({line.number for item in piece for line in item.unit.lines})


def _set_furniture_aside(lines: Sequence[Line], roster: frozenset[str]) -> tuple[list[Line], list[Furniture]]:
    """The lines that hold text, and the furniture; a line after furniture counts as after a blank one."""
    body: list[Line] = []
    aside: list[Furniture] = []
    gap = 0
    kinds = [furniture_module.classify(line.plain) or furniture_module.classify(line.text) for line in lines]
    usual_gap = 1 if has_blank_after_every_line(lines) else 0
    for index, line in enumerate(lines):
        kind = kinds[index]
        if kind == "date" and index + 1 < len(lines) and GOES_ON_AFTER_DAY.match(lines[index + 1].plain):
            kind = ""  # a narrow column broke its text right after a day
        if kind == "date" and index and not line.gap and furniture_module.SIGNED.search(lines[index - 1].plain):
            kind = "" if not kinds[index - 1] else kind
        if kind == "masthead" and index + 1 < len(lines) and REST_OF_DATELINE.match(lines[index + 1].plain):
            kind = ""
        if kind in ("site", "contact") and _is_in_mid_text(lines, kinds, index, roster, usual_gap):
            kind = ""
        beside = kinds[index + 1 : index + 2] + kinds[:index][-1:]
        if not kind and furniture_module.TITLE_BY_ITS_PLACE.match(line.plain) and {"date", "page"} & {*beside}:
            kind = "page"
        if not kind and index < TOP and _is_masthead(line, beside):
            kind = "masthead"
        kinds[index] = kind
        if kind:
            aside.append(Furniture(line.number, line.text, kind))
            gap = max(gap, line.gap, 1)
            continue
        body.append(replace(line, gap=max(gap, line.gap)) if gap else line)
        gap = 0
    return body, aside


def _is_masthead(line: Line, beside: Sequence[str]) -> bool:
    """Whether a line at the page's head is the name of the paper, beside the day or the number of the page."""
    return furniture_module.MASTHEAD_BY_ITS_PLACE.match(line.plain) is not None and bool({"date", "page"} & {*beside})


def _is_in_mid_text(
    lines: Sequence[Line], kinds: Sequence[str], index: int, roster: frozenset[str], usual_gap: int
) -> bool:
    """Whether a line that sounds like a button (阅读, 评论, 电话) is a line of running text that a column broke there.

    `kinds` are settled up to this line; more blank lines than `usual_gap` are a border. Text runs into it where the
    lines above have broken off within a sentence; or out of it, where it is as wide as the text that goes on below it.
    """
    line, run = lines[index], []
    for at in range(index - 1, -1, -1):
        if kinds[at] or lines[at + 1].gap > usual_gap or SENTENCE_END.search(lines[at].plain):
            break
        run.append(lines[at].plain)
    if any(INNER_MARK.search(text) for text in run):
        above = "".join(reversed(run[:3]))[-60:]
        return read_closing_byline(above, roster=roster) is None and not read_byline(run[0], roster=roster)
    if index + 1 == len(lines) or kinds[index + 1] or lines[index + 1].gap > usual_gap or " " in line.plain:
        return False
    follower = lines[index + 1]
    return line.width >= NARROWEST and follower.width - line.width <= 4 and bool(INNER_MARK.search(follower.plain))


def _set_repeated_headings_aside(items: list[Item], aside: list[Furniture]) -> list[Item]:
    """The items without headings that only say again what the one before them says, as agencies' copy has it."""
    kept: list[Item] = []
    for item in items:
        if kept and item.kind == kept[-1].kind == "head" and item.passage.letters == kept[-1].passage.letters:
            aside += [Furniture(line.number, line.text, "repeated") for line in item.unit.lines]
        else:
            kept.append(item)
    return kept


class _Reader:
    """Reads datelines and bylines for one page; remembers what it has read, since lines are asked about often."""

    def __init__(self, roster: frozenset[str], issue: date | None) -> None:
        self.roster = roster
        self.issue = issue
        self._bylines: dict[str, Byline | None] = {}

    def byline(self, text: str) -> Byline | None:
        if text not in self._bylines:
            bare = text[0] in MARKS + "（(【[" or text[-1] in MARKS
            found = None
            if len(text) <= 80 and MAYBE_BYLINE.search(text):
                found = read_byline(text, roster=self.roster, bare=bare)
            if found and text[0] in BULLETS and any(cost_of_name(credit.name) > 0.7 for credit in found.credits):
                found = None
            self._bylines[text] = found
        return self._bylines[text]

    def is_byline(self, text: str) -> bool:
        return self.byline(text) is not None

    def is_no_verse(self, text: str) -> bool:
        is_other = CAPTION.match(text) or ITEM_OF_LIST.match(text)
        return is_other is not None or self.is_byline(text) or self.opens_piece(text, "")

    def is_name(self, text: str) -> bool:
        """Whether a line is nothing but an ordinary name."""
        found = read_byline(text, roster=self.roster, bare=True)
        return found is not None and all(cost_of_name(credit.name) <= 0.7 for credit in found.credits)

    def opens_piece(self, line: str, following: str) -> bool:
        return MAYBE_DATELINE.search((line + following)[:50]) is not None and begins_with_dateline(line, following)

    def ends_with_byline(self, text: str) -> bool:
        return (
            MAYBE_CLOSING.search(text[-40:]) is not None and read_closing_byline(text, roster=self.roster) is not None
        )

    def lines_of_byline(self, lines: Sequence[Line]) -> int:
        """How many of these lines are one byline that a narrow column broke; 0 where the first needs no other."""
        first = lines[0].plain
        if not BEGINS_BYLINE.match(first) or len(first) > 30:
            return 0
        is_whole = self.is_byline(first)
        for count in range(2, len(lines) + 1):
            passage = Passage(lines[:count])
            if is_whole and not passage.breaks_a_word_at(len(first)):
                return 0
            is_closed = first[0] not in "（(" or passage.letters[-1] in "）)"
            if is_closed and self._byline_over_lines(passage):
                return count
        return 0

    def item(self, unit: Unit) -> Item:
        passage = Passage(unit.lines)
        item = Item(unit, passage, unit.kind)
        if unit.kind == "verse":
            item.kind, item.is_verse = "paragraph", True
        elif unit.kind == "byline":
            item.byline = self.byline(passage.letters)
        elif unit.kind in ("paragraph", "head"):
            item.byline = self._byline_over_lines(passage)
            if item.byline:
                item.kind = "byline"
            elif unit.kind == "paragraph":
                self._read_paragraph(item)
        return item

    def _byline_over_lines(self, passage: Passage) -> Byline | None:
        """The byline that a short paragraph is as a whole, when a column broke it."""
        letters = passage.letters
        if len(letters) > 60 or not MAYBE_BYLINE.search(letters):
            return None
        return read_byline(passage.with_joints(), roster=self.roster, bare=letters[0] in MARKS + "（(")

    def _read_paragraph(self, item: Item) -> None:
        letters = item.passage.letters
        start = 0
        if MAYBE_DATELINE.search(letters[:60]):
            item.dateline = read_dateline(letters, self.issue)
        if item.dateline:
            start = item.dateline[1]
            item.lead = self._lead(item, start, item.dateline[0])
        elif letters[:1] in "（([【" or LABEL.match(letters) or letters.startswith("本报"):
            item.lead = self._lead(item, 0, None)
        if MAYBE_CLOSING.search(letters[-60:]) or letters[-1] not in "。！？”…":
            tail_from = max(start, len(letters) - 160)
            text = item.passage.with_joints(tail_from)
            found = read_closing_byline(text, roster=self.roster)
            if found:
                # Joints are not letters: count them out of the offset.
                offset = tail_from + found[1] - text[: found[1]].count(JOINT)
                if offset > start and (item.lead is None or offset >= item.lead[1]):
                    item.closing = (found[0], offset)
        if letters[-1] in "）)】":
            item.tail_dateline = read_tail_dateline(letters, self.issue)

    def _lead(self, item: Item, start: int, dateline: Dateline | None) -> tuple[Byline, int, bool] | None:
        text = item.passage.with_joints(start)[:220]
        organisation = dateline.source.removeprefix("据") if dateline and not dateline.source.startswith("本") else ""
        found = read_lead_byline(
            text, roster=self.roster, organisation=organisation, after_dateline=dateline is not None
        )
        if not found:
            return None
        byline, end, stays = found
        return byline, start + end - text[:end].count(JOINT), stays


def _join_broken_bylines(items: list[Item], layout: Layout, reader: _Reader) -> list[Item]:
    """A byline over several lines as one: `本报记者 张三 特约通` / `讯员 李四 文/图`, `记者 张三` / `实习生 李四`."""
    joined: list[Item] = []
    for item in items:
        before = joined[-1] if joined else None
        is_fragment = item.kind == "paragraph" and len(item.passage.letters) <= 12 and not item.opens
        if (
            before
            and (item.kind in ("byline", "head") or is_fragment)
            and (merged := _joined(before, item, layout, reader))
        ):
            joined[-1] = merged
        else:
            joined.append(item)
    return joined


# Must match: 图片由县林业局提供 ; must not: 图片报道
OWN_PHOTO_CREDIT = re.compile("(?:本版|文中)?(?:图片|照片)(?:由|均|来源)")
ENDS_WITH_STANDING = re.compile(f"(?:{STANDING})[\u3000 ]*$")


def _joined(before: Item, item: Item, layout: Layout, reader: _Reader) -> Item | None:
    if len(item.passage.letters) > 60 or not (before.kind == "byline" or before.closing):
        return None
    if OWN_PHOTO_CREDIT.match(item.passage.letters):
        return None
    passage = Passage((*before.unit.lines, *item.unit.lines))
    seam = len(before.passage.letters)
    broken = passage.breaks_a_word_at(seam) or ENDS_WITH_STANDING.search(before.passage.letters)
    if not broken and item.gap and layout.blank_means != "every":
        return None
    start = before.closing[1] if before.closing else 0
    text = passage.with_joints(start)
    bracket = before.passage.letters[start] in "（(【[□■"
    found = read_byline(text, roster=reader.roster, bare=bracket)
    is_sure = broken or item.kind == "byline"
    if not found or (not is_sure and any(cost_of_name(credit.name) > 1 for credit in found.credits)):
        return None
    kind = "paragraph" if before.closing else "byline"
    unit = Unit(kind, passage.lines, passage.printed, before.unit.column, before.unit.doubtful)
    if before.closing:
        return replace(before, unit=unit, passage=passage, closing=(found, start))
    return replace(before, unit=unit, passage=passage, byline=found)


def _settle_loose_names(items: list[Item], reader: _Reader) -> None:
    """A short line of nothing but ordinary names, after text or under a headline, is a byline without a standing."""
    for index, item in enumerate(items):
        if item.kind != "head" or len(item.unit.lines) != 1 or len(item.passage.letters) > 16:
            continue
        after = items[index + 1 : index + 2]
        before = items[index - 1 : index] if index else []
        found = read_byline(item.passage.letters, roster=reader.roster, bare=True)
        if not found or any(cost_of_name(credit.name) > 0.7 for credit in found.credits):
            continue
        ends_text = (
            before and before[0].kind == "paragraph" and (not after or after[0].kind == "head" or after[0].opens)
        )
        # Under a headline and before a dateline it is more likely the headline's second line: …抓好森/林防火.
        under_head = (
            before and before[0].kind == "head" and after and after[0].kind == "paragraph" and not after[0].opens
        )
        if ends_text or under_head:
            item.kind = "byline"
            item.byline = found


def _article(piece: Sequence[Item], layout: Layout, reader: _Reader) -> ParsedArticle:
    heads: list[Item] = []
    paragraphs: list[Paragraph] = []
    captions: list[Caption] = []
    credits: list[Credit] = []
    printed: list[str] = []
    remarks: list[Remark] = []
    dateline: Dateline | None = None
    dateline_at = place = ""
    event: PrintedDate | None = None
    filed: PrintedDate | None = None
    seen_text = False

    def take(byline: Byline, passage: Passage, lines: Sequence[int], at: str, words: str | None) -> None:
        nonlocal place
        byline = as_printed(byline, passage.printed)
        for credit in byline.credits:
            if credit not in credits:
                credits.append(credit)
        if words is not None:
            printed.append(words)
            place = place or at
        if any(credit.is_guess for credit in byline.credits):
            remarks.append(Remark("names_divided_by_guess", lines=tuple(lines), alternatives=byline.alternatives))
        if byline.shares_role:
            remarks.append(Remark("shared_role", lines=tuple(lines)))

    last_text = max((i for i, item in enumerate(piece) if item.kind == "paragraph"), default=-1)
    for index, item in enumerate(piece):
        numbers = [line.number for line in item.unit.lines]
        letters, passage = item.passage.letters, item.passage
        if item.kind == "head":
            if seen_text:
                paragraphs.append(Paragraph(passage.printed, numbers[0], numbers[-1], is_subhead=index < last_text))
            else:
                heads.append(item)
            if item.is_doubtful:
                remarks.append(Remark("head_or_subhead", lines=tuple(numbers)))
            continue
        if item.kind == "byline":
            take(item.byline, passage, numbers, "end" if seen_text else "head", _byline_as_printed(passage))
            if (
                seen_text
                and index < last_text
                and any(credit.role not in PHOTO_ROLES for credit in item.byline.credits)
            ):
                remarks.append(Remark("byline_for_which_piece", lines=tuple(numbers)))
            continue
        if item.kind == "caption":
            found = read_closing_byline(letters, roster=reader.roster) or read_closing_byline("。" + letters)
            credited = as_printed(found[0], passage.printed).credits if found else ()
            captions.append(Caption(passage.printed, credited, numbers[0], numbers[-1]))
            seen_text = True
            continue
        if item.is_verse:
            if not (index and piece[index - 1].is_verse):
                rest = itertools.takewhile(lambda one: one.is_verse, piece[index:])
                remarks.append(Remark("verse_lines", lines=tuple(_numbers(list(rest)))))
            paragraphs.append(Paragraph(passage.printed, numbers[0], numbers[-1]))
            seen_text = True
            continue
        start, end = 0, len(letters)
        told = 0
        first = not any(not paragraph.is_subhead for paragraph in paragraphs)
        if item.dateline and dateline is None:
            dateline, start = item.dateline
            dateline_at, filed = "head", dateline.filed
            if not dateline.source and dateline.kind != "消息":
                remarks.append(Remark("agency_lost", lines=(numbers[0],)))
            dateline = _as_printed(dateline, passage.printed[: passage.printed_offset(start)].strip())
        if item.lead and (first or item.dateline):
            byline, after, stays = item.lead
            words = None
            told = after
            if not stays:
                words = passage.printed[passage.printed_offset(start) : passage.printed_offset(after)].strip()
                start = after
            take(byline, passage, numbers[:1], "head", words)
        if item.tail_dateline and dateline is None:
            dateline, end = item.tail_dateline
            dateline_at, filed = "end", dateline.filed
            dateline = _as_printed(dateline, passage.printed[passage.printed_offset(end) :].strip())
        if item.closing and item.closing[1] >= start and end == len(letters):
            byline, end = item.closing
            words = passage.printed[passage.printed_offset(end) :].strip()
            # What stands after the closing bracket, as in 。（完）, is the text's.
            take(byline, passage, (passage.line_at(end),), "end", words)
        text = passage.printed[
            passage.printed_offset(start) if start else 0 : passage.printed_offset(end) if end < len(letters) else None
        ]
        if first:
            event = read_event_date(letters[max(start, told) : end], reader.issue)
        text = text.strip()
        if text:
            paragraphs.append(Paragraph(text, passage.line_at(start), passage.line_at(max(start, end - 1))))
        seen_text = True
        remarks += [Remark("column_or_paragraph", lines=(number,)) for number in item.unit.doubtful]
    kicker, headline, subheading = headline_group(heads)
    if len(headline) > 1:
        params = (("parts", "\n".join(headline)),)
        remarks.append(Remark("headline_of_lines", params, tuple(line.number for line in heads[0].unit.lines[:1])))
    headline = " ".join(headline)
    if not headline:
        remarks.append(Remark("headline_missing", lines=tuple(_numbers(piece)[:1])))
    for day in (event, filed):
        if day and day.year_is_proposed:
            remarks.append(Remark("year_proposed", (("year", day.year),), lines=tuple(_numbers(piece)[:1])))
    return ParsedArticle(
        kicker,
        headline,
        subheading,
        dateline.printed if dateline else "",
        dateline.source if dateline else "",
        dateline.kind if dateline else "",
        dateline.place if dateline else "",
        dateline_at,
        event,
        filed,
        tuple(paragraphs),
        tuple(credits),
        "\n".join(printed),
        place,
        tuple(captions),
        "",
        tuple(remarks),
        tuple(_numbers(piece)),
    )


def _as_printed(dateline: Dateline, printed: str) -> Dateline:
    """The dateline with what was printed; its place, too, in the characters that it was printed in."""
    compact = "".join(printed.split())
    at = fold(compact).find(dateline.place)
    return replace(
        dateline, printed=printed, place=compact[at : at + len(dateline.place)] if at >= 0 else dateline.place
    )


# A line of a byline that begins a part of it.   Must match: 通讯员 李四 | 编 辑：王五 ; must not: 博强 文/图
NEW_PART = re.compile(
    f"(?:{KNOWN_ORGANISATION})?(?:{STANDING})|(?:{BOTH}|{EDITS})[:：/\u3000 ]|"
    "[编校审一二三][ \u3000]+[辑对核审][ \u3000]*[:：]"
)


def _byline_as_printed(passage: Passage) -> str:
    """The lines of a byline; one that broke off within a name or a word is joined again."""
    first, *others = passage.lines
    return first.text + "".join(("\n" if NEW_PART.match(line.plain) else "") + line.text for line in others)
