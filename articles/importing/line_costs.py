"""What a reading of a line costs: by its width in its column, its last mark, its indent and the blank lines above."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .boxes import BESIDE, NOTE_ON_AUTHOR, NOTICE
from .records import Layout, Line
from .split import width

# Kinsoku: what may not begin a line, and what may not end one.
NO_START = frozenset("。，、；：？！”’」』）》〉】…—·,.;:?!)]}%％℃")
NO_END = frozenset("“‘『「（《〈【([{")
# What a typesetter keeps together: a number or a Latin word with its marks.
TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9.%+/:_-]*|——|……|.", re.DOTALL)
# The bracket of a jump may follow: 。（上接第1版）
JUMP = "[（(](?:上接|下转|紧接|转|接|未完|据)[^（）()。]{2,16}[）)]"
SENTENCE_END = re.compile(f"[。！？!?…][”’」』）)]*(?:{JUMP})?$")
LIST_ITEM = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、．.]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[、．.](?!\d)|[①-⑳●■◆▲])"
)
# What a number was broken off from.   Must match: 日至12月5日 | 万元 ; must not: 日出东方 | 人民路
GOES_ON_AFTER_NUMBER = re.compile(
    "日(?:[上下]午|[晚前后起至到、，。]|$)|月\\d|年\\d|[时点]\\d|[万亿]?(?:元|人次|余?[名个家户亩吨])|[%％℃]"
)
# No heading ends so.   Must match: 登记时间为11月23日至 | 本报与 ; must not: 全民参与 | 科学普及
LEADS_ON = re.compile("(?:[至或把被]|(?<!参)与|(?<![普顾涉惠触])及)$")
END_MARK = re.compile("[（(](?:完|未完待续|下转.{0,12})[）)]")
CJK_MARK = re.compile("[，。、；：？！“”‘’（）《》]")
# Must match: 难题怎么破？ ; must not: 难在哪里？关键在人 | 怎么办，谁来办？
WHOLE_QUESTION = re.compile("[\u4e00-\u9fff“”]{4,15}[？?]")
# Costs. The unit is a nat, the values come from counting pages: a paragraph ends at about one line in eight.
ENDS = 2.0
LAST_LINE_OF_ANY_WIDTH = 2.4
SENTENCE_ENDS_AT_LINE_END_BY_CHANCE = 3.4
BLANK_AT_COLUMN_END = 3.0
NO_BLANK_AT_PARAGRAPH_END = 6.5
NEVER = 14.0
HEAD = 4.0
HEAD_LEADS_ON = 6.0  # it ends with a word after which something must come
SAYS_WHO = 3.0  # it ends with a colon, as the first line of “县长何川： / 把防汛放在首位” does
QUESTION = 1.5  # less for a heading that is a question, seldom all that a paragraph's line says
LONGEST_HEAD = 36  # characters


@dataclass(frozen=True, slots=True)
class Habits:
    """What it costs that a line was filled so: the usual values, or those of the page itself (`_habits_of`)."""

    room_left: float = 2.5  # there was room for what follows: some programs and hands do that, in one line of a dozen
    squeezed: float = 0.4  # a mark that may not begin a line stands beyond the column's end
    carried: float = 0.3  # a character was carried down, lest the mark after it begin a line


USUAL = Habits()


class SetLine:
    """What is known of one line before any reading of the page: measured once."""

    __slots__ = (
        "ends",
        "head",
        "is_byline",
        "is_caption",
        "is_verse",
        "leads_on",
        "line",
        "marks",
        "need",
        "need_alone",
        "opens",
        "question",
        "starts",
        "trail",
        "width",
    )

    def __init__(self, line: Line, measure: str = "width") -> None:
        text = line.plain
        self.line = line
        self.width = line.width if measure == "width" else 2 * len(line.text)
        self.ends = _cost_of_ending(text)
        self.marks = len(CJK_MARK.findall(text))
        trailing, cut = 0, len(text)
        while cut > 0 and trailing < 2 and text[cut - 1] in NO_START:
            cut -= 1
            trailing += 1
        self.trail = width(text[cut:])
        tokens = TOKEN.findall(text[:24])
        position, self.need_alone = 0, 0
        while position < len(tokens) and tokens[position][0] in NO_END:
            self.need_alone += width(tokens[position])
            position += 1
        if position < len(tokens):
            self.need_alone += width(tokens[position])
            position += 1
        self.need = self.need_alone
        while position < len(tokens) and tokens[position][0] in NO_START:
            self.need += width(tokens[position])
            position += 1
        if measure != "width":
            self.need = self.need_alone = 2
            self.trail = self.marks = 0
        self.starts = NEVER if text[0] in NO_START or END_MARK.fullmatch(text) else 0.0
        self.opens = 0.0
        self.head = _cost_of_heading(text)
        self.question = QUESTION if WHOLE_QUESTION.fullmatch(text) else 0.0
        self.leads_on = HEAD_LEADS_ON if LEADS_ON.search(text) else 0.0
        self.is_byline = False
        self.is_caption = False
        self.is_verse = False


def _cost_of_ending(text: str) -> float:
    """What it costs to let a paragraph end with this text."""
    if SENTENCE_END.search(text) or NOTE_ON_AUTHOR.fullmatch(text):
        return 0.0
    last = text[-1]
    if last in "；;：:":
        return 2.0
    if last in "）)》】]”’」』.":
        return 4.0
    if last in "，、,（(“‘《":
        return NEVER
    return 9.0


def _cost_of_heading(text: str) -> float:
    if BESIDE.fullmatch(text) or NOTICE.fullmatch(text):
        return 0.0
    if NOTE_ON_AUTHOR.fullmatch(text):
        return NEVER
    if text[0] in NO_START or len(text) > 80 or END_MARK.fullmatch(text):
        return NEVER
    cost = HEAD
    if len(text) > LONGEST_HEAD:
        cost += 6.0
    if "。" in text:
        cost += 8.0
    if "，" in text or "," in text:
        cost += 1.5
    if text[-1] in "，、；,;（(":
        cost += 5.0
    elif text[-1] in "：:":
        cost += SAYS_WHO
    if text[-1] in "。.":
        cost += 6.0
    if len(text) < 3:
        cost += 3.0
    return cost


def cost_of_going_on(this: SetLine, follower: SetLine, column: int, shorter: int, habits: Habits) -> float:
    """What it costs that the paragraph goes on after this line, in a column so wide."""
    cost = follower.starts * -0.15  # a mark that can't begin a line was squeezed out of this one
    if this.ends == 0.0:
        cost += SENTENCE_ENDS_AT_LINE_END_BY_CHANCE
    elif this.ends == 2.0:
        cost += 0.7
    cost -= follower.opens
    if not column:
        return cost + 7.0
    room = 2 * column - shorter - this.width
    if room < 0:
        return cost + _cost_of_overfull(this, -room, habits)
    if room < follower.need_alone:
        return cost
    if room < follower.need:
        return cost + habits.carried
    spare = room - follower.need
    if spare < 2:
        return cost + habits.room_left
    return cost + min(11.0, 2.5 + habits.room_left + 0.5 * spare)


def _cost_of_overfull(this: SetLine, over: int, habits: Habits) -> float:
    if over <= this.trail:
        return habits.squeezed
    if over <= min(this.marks, 3):
        return 2.0 + 0.8 * over
    return min(NEVER, 4.0 + 1.2 * over)


def cost_of_stopping(this: SetLine, column: int, shorter: int, habits: Habits) -> float:
    """What it costs that the paragraph ends with this line."""
    cost = ENDS + this.ends
    if not column:
        return cost + 1.8
    over = this.width - 2 * column + shorter
    return cost + LAST_LINE_OF_ANY_WIDTH + (_cost_of_overfull(this, over, habits) if over > 0 else 0.0)


def gap_costs(layout: Layout, line: Line) -> tuple[float, float, float]:
    """The costs of (going on, ending before body, ending before a heading) over the blank lines before `line`."""
    if layout.blank_means == "paragraph":
        if line.gap:
            return BLANK_AT_COLUMN_END, 0.0, 0.0
        return 0.0, NO_BLANK_AT_PARAGRAPH_END, 4.0
    if layout.blank_means == "column":
        return (0.0, 0.0, 0.0) if line.gap else (0.0, 0.0, 1.0)
    if layout.blank_means == "every":
        return (0.5, 0.0, 0.0) if line.gap > 1 else (0.0, 0.0, 0.5)
    return (0.0, 0.0, 1.0)


def indent_costs(layout: Layout, line: Line) -> tuple[float, float, float]:
    """The costs of `line` being (a first line, a middle line, a heading) by its indent."""
    if not layout.indent:
        return (0.0, 0.0, 0.0)
    if line.indent >= layout.indent:
        return (0.0, 8.0, 0.8)
    return (5.0, 0.0, 0.0)
