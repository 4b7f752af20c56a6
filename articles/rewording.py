"""What an amendment may touch: a change of wording passes, a change of facts is told by its place and its words.

Facts are numbers and dates (in digits or Chinese numerals), days and times in words, offices and who holds them, names
of persons and places, anything quoted, Western words, negations, words of direction (增长, 下降, 以上), and whatever is
long enough to say something new. Words are told apart by jieba's dictionary: 任 is no surname within 责任. In doubt a
change counts as one of facts. What `always_mended` takes for the same may always be exchanged.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import rjieba

from articles.always_mended import HAN, NUMERAL, Compared, as_compared
from articles.importing.surnames import COMMON, COMPOUND
from articles.text_differences import by_clause

# An amendment mends a word. More characters in a row than this say something that was not said before.
LONGEST_REWORDING = 6
# Characters that are quoted before and after a change, to whole words, and of one place at the most.
AROUND = 8
LONGEST_QUOTE = 40

# must match: "4月" "2023年" "7.3%" "3,000人" "-5℃" "9:30" "12万元" "6+5+N" (its digits), "①"
DIGITS = re.compile(
    rf"[-+±−]?[0-9]+(?:[.,:：/+~～—–-]+[0-9]+)*[余多几]?[十百千万亿]*(?:{HAN}|[%‰℃°])?|[①-⓿⒈-⒛Ⅰ-ⅿ½⅓¼¾²³㎡]"
)
# must match: "二十大" (its number), "第三次", "三名", "两个"; must not match: the numerals of NO_NUMBER
COUNTED = "个名位人次年月日号点时分秒天周期届级岁元角家户件条项吨斤米里亩公成倍层栋楼座所辆台张份批轮场"
NO_NUMBER = (
    "一(?:[些起直定样般切旦向律再共致度同并举边齐道味贯番经]|下子|会儿)|十分(?![钟之])|万分(?!之)|万一|千方百计|百般"
    "|统一|进一步|十足|陆[续地军]"
)
NUMERALS = re.compile(rf"(?<![{NUMERAL}第])(?:{NO_NUMBER})|(?P<fact>第?[{NUMERAL}]+[余多]?[{COUNTED}]?)")
WHEN = re.compile(
    "[今昨明前后当次同近即][天日年晚早]|日前|[本上下]个?(?:月|周|星期|季度)|[上下](?:[次届轮]|半年)|年[初中底末]|月[初中底末]"
    "|凌晨|清晨|早晨|早上|上午|中午|正午|下午|傍晚|晚上|晚间|夜间|深夜|星期[一二三四五六日天]|周[一二三四五六日末]"
    "|春节|元旦|元宵|清明|端午|中秋|重阳|国庆|除夕|农历|腊月|正月|[春夏秋冬][天季]|季度|世纪|最近|去年|今后|从前|此前|此后"
)
QUOTED = re.compile("《[^》]*》|〈[^〉]*〉|“[^”]*”|‘[^’]*’|「[^」]*」|『[^』]*』")
# Within a quotation pauses and the three de may be mended.
MENDED_IN_QUOTATIONS = str.maketrans("地得", "的的", "，、；：。")
WESTERN_WORD = re.compile(r"[A-Za-z][A-Za-z0-9@._+-]*")
NEGATION = re.compile(
    "非常|不断|不仅|不但|不过(?![关问去来])|不论|不管|不禁|不由|不少|不愧|不已|未来(?!得)|无论|无数|无疑|是否"
    "|(?P<fact>[不没未无非勿禁免否拒])"
)
DIRECTION = re.compile(
    "增长|增加|提高|上升|上涨|扩大|减少|降低|下降|下跌|缩小|以上|以下|以内|以外|超过|高于|低于|多于|少于|至少|至多|最多"
    "|最高|最低|最[大小早晚新长短快慢强弱优佳]|同比|环比|大约|左右|[约近超逾满加减增升降涨跌](?=[0-9零〇一二三四五六七八九十百千两半])|男|女"
    "|首[次个家批]|唯一|全部|部分|所有|同意|反对|批准|否决|赞成|弃权|胜诉|败诉|战胜|击败|获胜|落败|夺冠|盈利|亏损|合法|违法"
    "|合格|成功|失败|死亡|遇难|受伤|失踪|[重轻]伤|逮捕|拘留|启动|暂停|停止|恢复|取消|推迟|提前|开工|竣工|开业|停业|开放|关闭"
    "|[东西南北]|正在|(?P<done>已)经?|(?P<due>将)[要于]?"
)

# must match: 党工委书记张红军, 副区长, 原主任; also the ways in which people without an office are introduced
RANK = "(?:副|原|前|代|常务|名誉|首席|执行|总)*"
PEOPLE = (
    "居民|村民|市民|业主|同学|学生|家长|先生|女士|志愿者|员工|职工|司机|网格员|烈士|英雄|同志|老师|教师|教练|医[生师]|护士"
    "|民警|警官|记者|通讯员|摄影"
)
OFFICES = (
    "书记|主任|主席|总理|总统|委员长?|常委|代表|主编|总编辑?|编辑|经理|总监|教授|博士|院士|专家|主管|主持人|发言人|负责人"
    "|法[官人]|检察[官长]|调研员|巡视员|督导员|干事|干部|助理|顾问|工程师|大使|参赞"
    "|[省市区县镇乡村州部厅局处科股司院校所站队组会社行团军师旅营连排班店厂馆园秘董理监台盟旗庭][事书]?长"
)
TITLES = f"{OFFICES}|{PEOPLE}"
OFFICE = re.compile(f"{RANK}(?:{TITLES})+")
# The word before one of these belongs to its name: 长河|区委, 新区|图书馆.
UNIT = re.compile(
    "街道|社区|大道|小区|公园|广场|学校|[小中大]学|学院|医院|公司|集团|银行|委员会|办公室|办事处|中心|派出所|研究[所院]"
    "|[法检]?察?院|政府|协会|商会|基金会|[省市区县镇乡村州国路街巷局委厅部馆园厂店站桥河湖江山岛港湾镇寺塔社报]$"
)

# Ordinary words that only end as places do.
NO_UNIT = {"全部", "内部", "外部", "局部", "中国", "全国", "我国"}

LONGEST_NAME = 3  # characters, with a surname of one
SURNAME = f"(?:{'|'.join(sorted(COMPOUND))}|[{''.join(sorted(COMMON))}])"
SAYS = (
    "说|表示|介绍|强调|指出|告诉|认为|主持|出席|要求|坦言|回忆|讲述|透露|感慨|带领|一行|宣布|宣读|致辞|讲话|参加|陪同"
)
NAMED = (
    # must match: 书记张红军 记者孙庆辉; the look-ahead lets "张红" and "张红军" both count
    re.compile(rf"(?:{TITLES})(?=(?P<name>{SURNAME}{HAN}{{1,2}}))"),
    re.compile(rf"(?:{TITLES})(?=(?P<name>{SURNAME}{HAN}(?!{HAN})))"),
    # must match: 张红军强调 李明说 王强主任
    re.compile(rf"(?=(?P<name>{SURNAME}{HAN}{{1,2}}?)(?:{SAYS}|{OFFICES}))"),
    # must match: 张红军、李明等 （at the head of a clause, before a pause）
    re.compile(rf"(?:^|(?<=[，。；：、！？“（(]))(?P<name>{SURNAME}{HAN}{{1,2}})(?=[、，等和与（(])"),
)
# Exchanging these mends grammar (的 for 得, 在 for 再); no name is made of them alone.
SMALL_WORDS = set("的地得了着过在再做作和与及跟也还就都又把被让之其们")
# What may follow an ordinary word without making a name of the two.
FUNCTION_CHARACTERS = SMALL_WORDS | set("是有要到来去能会使给将很更最不没只从对向或但则所这那各每另并且于说他她它我你")
# They are surnames, and much oftener words of their own.
OFTENER_A_WORD = set("时于向应别连成当任")

# jieba's kinds of words: https://github.com/fxsjy/jieba (its readme lists them).
PERSON, PROPER, MARK = "nr", ("ns", "nt", "nz"), "x"
NOUN_LIKE = ("n", "j", "b", "eng", "s", "vn", "an")
GRAMMAR = ("c", "p", "d", "u", "r", "y", "v", "f", "e", "ad")


@dataclass(frozen=True)
class ChangedFact:
    """A place where facts change: its paragraph, and what stands there before and after.

    The paragraph is one of the new text; one of the old where nothing is left of it (`after` is "" then, as `before` is
    where a paragraph is new). The first is 1.
    """

    paragraph: int
    before: str
    after: str


@dataclass(frozen=True)
class Stretch:
    """From where to where in a text; empty where something stands in the other text only."""

    start: int
    end: int

    @property
    def is_empty(self) -> bool:
        return self.start == self.end


@dataclass(frozen=True)
class Fact(Stretch):
    """What a stretch says, in one spelling."""

    said: str


@dataclass(frozen=True)
class Word(Stretch):
    """A word of a text, and what jieba calls it ("nr" is a person)."""

    text: str
    kind: str

    @property
    def is_ordinary(self) -> bool:
        """Whether it is a word of the dictionary, of two characters or more, and no name."""
        return len(self.text) > 1 and not self.kind.startswith(PERSON) and rjieba.has_word(self.text)


def changed_facts(old_text: str, new_text: str) -> tuple[ChangedFact, ...]:
    """Return the places where a text says what an amendment may not change: one paragraph a line, both texts."""
    old, new = as_compared(old_text), as_compared(new_text)
    if old.text == new.text:
        return ()
    old_words, new_words = _words(old.text), _words(new.text)
    changes = list(_rewordings(old.text, new.text))
    told = {
        place
        for place, (removed, added) in enumerate(changes)
        if _is_more_than_wording(old.text, old_words, removed)
        or _is_more_than_wording(new.text, new_words, added)
        or _exchanges_names(_touched(old_words, removed), _touched(new_words, added))
    }
    names = _names(old.text, old_words) | _names(new.text, new_words)
    for old_facts, new_facts in zip(_facts(old.text, names), _facts(new.text, names), strict=True):
        if _said(old_facts) != _said(new_facts):
            here = {
                place
                for place, (removed, added) in enumerate(changes)
                if _said(_touched(old_facts, removed)) != _said(_touched(new_facts, added))
            }
            told |= here or set(range(len(changes)))
    return tuple(_told(old, new, old_words, new_words, *changes[place]) for place in sorted(told))


def _told(
    old: Compared, new: Compared, old_words: list[Word], new_words: list[Word], removed: Stretch, added: Stretch
) -> ChangedFact:
    """What was put in or taken out within a paragraph is told with the character beside it, on both sides."""
    if removed.is_empty or added.is_empty:
        fuller, change = (new, added) if removed.is_empty else (old, removed)
        if not fuller.begins_paragraph(change.start):
            removed, added = (Stretch(one.start - 1, one.end) for one in (removed, added))
        elif not fuller.begins_paragraph(change.end):
            removed, added = (Stretch(one.start, one.end + 1) for one in (removed, added))
    paragraph = old.paragraph(removed.start) if added.is_empty else new.paragraph(added.start)
    return ChangedFact(paragraph, _quoted(old, removed, old_words), _quoted(new, added, new_words))


def _quoted(text: Compared, change: Stretch, words: list[Word]) -> str:
    """The change as it was typed, with whole words around it."""
    if change.is_empty:
        return ""
    around = _touched(words, Stretch(change.start - AROUND, change.end + AROUND))
    return text.passage(change.start, around[0].start, min(around[-1].end, around[0].start + LONGEST_QUOTE))


def _words(text: str) -> list[Word]:
    found, start = [], 0
    for word, kind in rjieba.tag(text):
        found.append(Word(start, start + len(word), word, kind))
        start += len(word)
    return found


def _facts(text: str, names: set[str]) -> list[list[Fact]]:
    """Return the facts of a text in reading order, a list for each kind."""
    known_names = "|".join(sorted(map(re.escape, names), key=len, reverse=True)) or "(?!)"
    patterns = (DIGITS, NUMERALS, WHEN, QUOTED, WESTERN_WORD, NEGATION, DIRECTION, OFFICE, re.compile(known_names))
    return [
        [Fact(*match.span(), said) for match in pattern.finditer(text) if (said := _fact(match))]
        for pattern in patterns
    ]


def _fact(match: re.Match[str]) -> str:
    """What a match says as a fact: 已 and 已经 the same, 十分 and 非常 nothing, a quotation without its pauses."""
    groups = match.groupdict()
    said = next(filter(None, groups.values()), match.group() if "fact" not in groups else "")
    return said.translate(MENDED_IN_QUOTATIONS) if match.re is QUOTED else said


def _said(facts: Sequence[Fact]) -> list[str]:
    return [fact.said for fact in facts]


def _names(text: str, words: list[Word]) -> set[str]:
    """Return what looks like the name of a person somewhere in the text; also some words that are none."""
    found = {match.group("name") for pattern in NAMED for match in pattern.finditer(text)}
    return found | {word.text for word in words if word.kind.startswith(PERSON) and len(word.text) > 1}


def _rewordings(old: str, new: str) -> Iterator[tuple[Stretch, Stretch]]:
    """Yield what was removed and what was added for it; changes with no more than two characters between are one."""
    old_at = new_at = 0
    old_from = new_from = old_to = new_to = -1
    for same, removed, added in by_clause(old, new):
        if not same:
            if old_from < 0:
                old_from, new_from = old_at, new_at
            old_at, new_at = old_at + len(removed), new_at + len(added)
            old_to, new_to = old_at, new_at
            continue
        if old_from >= 0 and len(same) > 2:
            yield Stretch(old_from, old_to), Stretch(new_from, new_to)
            old_from = -1
        old_at, new_at = old_at + len(same), new_at + len(same)
    if old_from >= 0:
        yield Stretch(old_from, old_to), Stretch(new_from, new_to)


def _is_more_than_wording(text: str, words: list[Word], change: Stretch) -> bool:
    """Whether this side of a change says something new, or touches a name, a place, an office or a body."""
    letters = [character for character in text[change.start : change.end] if character.isalnum()]
    if len(letters) > LONGEST_REWORDING:
        return True
    if set(letters) <= SMALL_WORDS:
        return False
    return (
        any(
            word.kind.startswith((PERSON, *PROPER)) and not (word.kind == "nz" and word.is_ordinary)
            for word in _touched(words, change)
        )
        or _belongs_to_a_unit(words, *_touching(words, change))
        or _may_be_a_name(text, words, change)
    )


def _touching(stretches: Sequence[Stretch], change: Stretch) -> tuple[int, int]:
    """Return the places of those that share a character with the change, or enclose the place where nothing is."""
    first = bisect_right(stretches, change.start, key=lambda one: one.end)
    last = bisect_left(stretches, change.end, key=lambda one: one.start)
    return first, max(first, last)


def _touched(stretches: list, change: Stretch) -> list:
    return stretches[slice(*_touching(stretches, change))]


def _exchanges_names(old: list[Word], new: list[Word]) -> bool:
    """Whether two words may be names for one another, though both are in the dictionary: 石群, 许群."""
    pair = [*old, *new]
    may_be_names = len(old) == len(new) == 1 and all(len(word.text) == 2 and word.text[0] in COMMON for word in pair)
    return may_be_names and not all(word.kind.startswith(GRAMMAR) for word in pair)


def _belongs_to_a_unit(words: list[Word], first: int, last: int) -> bool:
    """Whether a touched word belongs to the name of an office, place or body: it ends it, or stands before it."""
    length = 0
    for place in range(first, min(last + 2, len(words))):
        word = words[place]
        is_touched = place < last
        if word.text not in NO_UNIT and (word.kind.startswith(NOUN_LIKE) or (is_touched and len(word.text) == 1)):
            length += len(word.text)
            if length > 1 and (UNIT.search(word.text) or OFFICE.search(word.text)):
                return True
        elif is_touched:
            length = 0
        else:
            break
    return False


def _may_be_a_name(text: str, words: list[Word], change: Stretch) -> bool:
    """Whether characters of what may be a name changed: it begins with a surname that is no part of a word."""
    run = re.search(rf"{HAN}*$", text[max(change.start - 2, 0) : change.start]).group()
    for place in range(change.start - len(run), change.end):
        if text[place] not in COMMON:
            continue
        at = bisect_right(words, place, key=lambda word: word.end)
        behind = words[at + 1] if at + 1 < len(words) else None
        goes_on = behind is not None and behind.kind != MARK and behind.start < place + LONGEST_NAME
        if not _is_part_of_a_word(words[at], place, behind if goes_on else None):
            return True
    return False


def _is_part_of_a_word(word: Word, place: int, behind: Word | None) -> bool:
    """Whether the surname at this place is none: 任 within 责任, 关 in 关于, 时 before a verb."""
    if not word.is_ordinary:
        is_no_name = word.text in OFTENER_A_WORD and behind is not None
        return is_no_name and behind.is_ordinary and behind.kind.startswith(GRAMMAR)
    begins = place == word.start and len(word.text) == 2
    ends = place == word.end - 1 and word.text[-1] not in OFTENER_A_WORD
    if not begins and not ends:
        return True
    # 有余|长勇, 许国|霞, 高志|光: what follows an ordinary word is ordinary, too, or the two may be a name.
    return behind is None or behind.is_ordinary or behind.text in FUNCTION_CHARACTERS
