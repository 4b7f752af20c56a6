"""Bylines (署名): who wrote, photographed, edited, as printed, with 身份 (standing) and 职能 (role) as two axes.

* `read_byline(text, roster=…)` reads a text that is a byline as a whole, or returns None.
* `read_lead_byline(text)` reads the byline that follows a dateline: in brackets, or run in up to 报道.
* `read_closing_byline(text)` reads the byline that a paragraph ends with, in brackets or run in after the last
  sentence.

Names printed without spaces, or padded (`张 胜 男`), are divided by the roster of known names, then by surnames. A
division that another would have matched is marked as a guess, and the others are named.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from .records import Byline, Credit
from .surnames import COMMON, COMPOUND, NOT_A_NAME, RARE
from .traditional import as_printed, fold

HAN = "\u4e00-\u9fff"
SPACES = " \t\u3000\u00a0\u2002\u2003"
# A line end inside a byline may have swallowed the space between two names, or divide one name.
JOINT = "\n"
S = f"[{SPACES}{JOINT}]*"

# --- the parts of a standing ----------------------------------------------------------------------
# Matches 记者, 通讯员, 实习生, 作者; the word that a standing ends with.
CORE = "小记者|记者|通讯员|实习生|评论员|撰稿人|观察员|通联员|报道员|报道组|特派员|研究员|小主播|主播|作者|撰稿"
# Matches 首席, 全媒体, 特约, 见习, 驻站; what stands before it.
QUALIFIER = (
    "首席|全媒体?|融媒体?|新媒体|特约|特派|特聘|见习|实习|高级|资深|职工|摄影|文字|图片|视频|驻站|前方|随军|校园|学生|青年|"
    "报业|集团|传媒|本版|专职|兼职|外聘|签约|主任|军事|体育|财经|经济|文化"
)
# Matches 驻委内瑞拉, 驻台北.
POSTED = f"驻[{HAN}]{{1,6}}?"
STANDING = f"(?:{POSTED})?(?:(?:{QUALIFIER}){S}){{0,3}}(?:{CORE})"
# Organisations that are known wherever they stand; others only at the head of a label.
KNOWN_ORGANISATION = "本报|本台|本网|本刊|本社|新华社|中新社|中新网|新华网|人民网|央视网|央视"
ORGANISATION = (
    f"(?:{KNOWN_ORGANISATION})|[{HAN}A-Za-z·]{{1,14}}(?:日报|晚报|时报|早报|晨报|商报|都市报|快报|周报|导报|报社|报业|报|新闻网|网|"
    "电视台|电台|台|通讯社|社|新闻|在线|客户端|融媒体?|全媒体?|传媒|中心|工作室|频道|周刊|杂志|南都)|晚报|日报|时报|南都"
)
LABEL = re.compile(f"(?P<standing>{STANDING})")
OF_A_HOUSE = re.compile("融媒|全媒|传媒|报业|新媒体|日报|晚报")
ORGANISATION_END = re.compile(f"(?:{ORGANISATION})$")
KNOWN_ORGANISATION_END = re.compile(f"(?:{KNOWN_ORGANISATION})$")

# --- the parts of a role --------------------------------------------------------------------------
BOTH = (
    "文字?[/、]图片?|图[/、]文|文字?[/、]?摄影|撰文[/、]摄影|报道[/、]摄影|文[/、]摄影?|摄[/、]文|文图|图文|文[并及]摄影?|文/摄影|采写/摄影|摄影/文|摄影/报道|摄影报道|图片报道|图文报道|"
    "文并图|文 ?图|摄并文"
)
SUPPLIES = "图片提供|供图片?|供稿|图片来源|提供|素材提供"
EDITS = (
    "责任编辑|本版责编|本版编辑|本期编辑|值班编辑|执行编辑|责编|编辑|美术编辑|版式设计|美编|版式|组版|排版|责任校对|本版校对|校对|审校|"
    "审核|审读|终审|复审|初审|一审|二审|三审|出品人|总监制|总编审|监制|主编|统筹|总策划|执行策划|策划|执行|值班编委|值班总编|值班主任|"
    "制图|编译|翻译|综合整理|采访整理|整理|综合|签发|编审|设计|图编|视觉|指导(?:老师|教师)|辅导(?:老师|教师)"
)
VIDEO = "视频|剪辑|拍摄|航拍|漫画|插图|插画|题图|绘图|配图|书法|篆刻"
WORDS = "采写|撰文|撰稿|文字|采访|执笔|报道"
PHOTOGRAPHS = "摄影|图片|照片|摄|图"
SHORT_ROLES = ("文", "译", "图", "摄")
ROLE = f"{BOTH}|{SUPPLIES}|{EDITS}|{VIDEO}|{WORDS}|{PHOTOGRAPHS}|文|译"

# A role before its names.   Must match: 文/本报记者 | 编辑：李 | 图 张三 | 责编 王五 ; must not: 文思远 | 图书馆
ROLE_BEFORE = re.compile(
    f"(?P<role>{ROLE}){S}(?:[/:：|｜]{S}|(?=[{SPACES}])|(?<=提供)|(?=(?:{KNOWN_ORGANISATION})?(?:{STANDING})))"
)
EDITOR_BEFORE = re.compile(f"(?P<role>{EDITS})(?=[{HAN}]{{2,4}}(?:[{SPACES}、]|$))")
# A role after its names.   Must match: 王五/文 | 摄 | 文/图 | 摄影报道
ROLE_AFTER = re.compile(f"/?{S}(?P<role>{ROLE}|发)(?=[{SPACES}{JOINT}、，,;；]|$)")

SEPARATOR = re.compile(f"[{SPACES}{JOINT}]*[、，,;；/|｜&:：]+[{SPACES}{JOINT}]*|[{SPACES}]+")
MARKS = "□■◎●○◆◇★☆▲△▌◣◤※"
BRACKETS = {"（": "）", "(": ")", "【": "】", "［": "］", "[": "]", "〔": "〕", "〖": "〗"}
FOREIGN = re.compile(f"[{HAN}]{{1,8}}(?:[·•・.][{HAN}A-Z]{{1,10}})+")
NAME_CHARACTERS = re.compile(f"[{HAN}]+")

# --- judging names --------------------------------------------------------------------------------
IMPROBABLE = 4.0  # a name dearer than this is none
SPLIT_ANYWHERE = 2.0
SPLIT_AT_LINE_END = 0.4
PADDED = 0.5
CLOSE_CALL = 1.0  # another division this near makes the split a guess


@lru_cache(maxsize=4096)
def cost_of_name(name: str) -> float:
    """How unlike a Chinese personal name this is: 0.3 for an ordinary one, more than 4 for none."""
    length = len(name)
    if length < 2 or length > 4:
        return 9.0
    if name[:2] in COMPOUND and length >= 3:
        return 0.3
    if name[:2] in NOT_A_NAME:
        # 叶子 and 孙子 may be people, but only where nothing else is likelier.
        return 3.2 if length < 4 else 6.0
    base = 0.0 if name[0] in COMMON else 1.0 if name[0] in RARE else 5.0
    return base + {2: 0.6, 3: 0.3, 4: 3.6}[length]


def divide_names(text: str, roster: Collection[str] = ()) -> tuple[list[str], float, list[list[str]]] | None:
    """The names in a text of nothing but names, spaces and `JOINT`s: (names, cost of the worst, other divisions).

    None when no division is possible.

    >>> divide_names("于宁卢小飞龚达发杜若原")[0]
    ['于宁', '卢小飞', '龚达发', '杜若原']
    >>> divide_names("张 胜 男")[0], divide_names("左林 马力")[0]
    (['张胜男'], ['左林', '马力'])
    """
    tokens = [token for token in re.split(f"[{SPACES}]+", text) if token.strip(JOINT)]
    characters: list[str] = []
    before: list[str] = []  # what stands before each character: "", " ", JOINT
    alone: list[bool] = []  # whether the character is a token of its own
    for token in tokens:
        gap = " "
        for part in token.split(JOINT):
            for char in part:
                characters.append(char)
                before.append(gap)
                alone.append(len(part) == 1)
                gap = ""
            gap = gap or JOINT
    size = len(characters)
    if not size or size > 80:
        return None
    # best[i]: up to two cheapest divisions of the first i characters, as (cost, worst, names).
    best: list[list[tuple[float, float, tuple[str, ...]]]] = [[] for _ in range(size + 1)]
    best[0] = [(0.0, 0.0, ())]
    for end in range(1, size + 1):
        options = []
        for length in range(2, 5):
            start = end - length
            if start < 0 or not best[start]:
                continue
            name = "".join(characters[start:end])
            cost = own = -4.0 if name in roster else cost_of_name(name)
            for inside in range(start + 1, end):
                if before[inside] == " ":
                    padding = alone[inside - 1] and alone[inside]
                    compound = "".join(characters[start:inside]) in COMPOUND and alone[inside]
                    surname_apart = inside == start + 1 and alone[start]
                    apart = PADDED if padding else 0.8 if compound else 1.5 if surname_apart else 8.0
                    cost += apart
                    own += apart if apart > 2 else 0.0
            if start:
                gap = before[start]
                cost += 0.0 if gap == " " else SPLIT_AT_LINE_END if gap else SPLIT_ANYWHERE
            for total, worst, names in best[start]:
                options.append((total + cost, max(worst, own), (*names, name)))
        best[end] = sorted(options)[:3]
    if not best[size]:
        return None
    cost, worst, names = best[size][0]
    others = [list(other[2]) for other in best[size][1:] if other[0] - cost < CLOSE_CALL and other[1] < IMPROBABLE]
    return list(names), worst, others


# --- reading a byline -----------------------------------------------------------------------------
@dataclass
class _Token:
    kind: str  # "label", "before", "after", "names", "separator"
    text: str
    organisation: str = ""


# Strokes that are printed for / and |: 文／张三, 文丨张三.
STROKES = str.maketrans("／╱丨｜│┃", "//||||")
# What the printer adds to a signature: 单位：县税务局 | （县一中教师）
OFFICE = re.compile(f"[{SPACES}，,；;]*(?:作者)?(?:工作)?单位[:：].*$|[（(][^（）()]*[）)]$")
# Must match: 新华社发（张三 摄）
ISSUED = re.compile(f"^(?P<agency>{KNOWN_ORGANISATION}|中新社){S}(?:记者)?发{S}[（(](?P<who>[^（）()]+)[）)]?$")
# 编 辑：, 一 审：, 校　对 : two characters that are set apart to the width of longer labels.
SET_APART_ROLE = re.compile(f"[编校责审监主统摄一二三初复终][{SPACES}]+[辑对编校核制策划影审](?=[{SPACES}]*[:：])")
# 来源：青岚日报 before an author on the same line.
SOURCE_FIRST = re.compile(
    f"^(?:来源|稿源|文章来源|转自)[:：]{S}[^{SPACES}，。]{{2,20}}[{SPACES}]+(?=作者|记者|编辑|责编|文/)"
)
# A unit or a place before a name, in brackets or on a line of its own.   Must match: 县总工会, 柳溪镇桃花村 ; not: 张三
UNIT = re.compile(
    f"(?:[{HAN}]{{2,18}}(?:局|委|会|院|校|镇|乡|村|办|部|中心|公司|社|站|队|所|团|学|集团|街道|厂|馆|行|处|科|府|联|区|县|市|场|店|班|级))"
)
PAGE_PHOTOS = re.compile(
    f"^{S}(?:本版|文中|文内)?(?:照片|图片|摄影)?{S}(?:除署名外|除标注外)?{S}(?:均|皆|都)?{S}(?:为|由)?(?=.*(?:摄|提供|供图))"
)
EXCERPT = re.compile(f"^摘自{S}《[^》]+》{S}")
CONTRIBUTION = re.compile("^(?P<who>.{2,24}?)(?:对(?:此|本)文(?:亦|也)?有(?:重要)?贡献|参与(?:采写|报道))$")
REPORTS_FROM = re.compile(
    f"(?:{S}(?:发自|自){S}(?P<a>[{HAN}]{{2,8}}?)(?:{S}(?:的?报道))?|[{SPACES}]+(?P<b>[{HAN}]{{2,6}}?){S}报道)$"
)
AUTHOR_NOTE = re.compile(f"^(?P<who>作者{S}[:：]?{S}[{HAN}·]{{2,12}}?){S}[，,；;为](?P<note>.*)$")
COMPILED = re.compile(f"^(?:本报)?{S}(?:综合(?:[{HAN}]{{0,10}}?(?:报道|消息|电))?|综述)$")
COLLECTIVE = re.compile(
    f"^(?:本报|本刊|本台|新华社|人民日报|[{HAN}]{{2,6}}(?:日报|晚报))?{S}(?:特约)?(?:评论员|编辑部|评论部|编者)$"
)


def strip_marks(text: str) -> str:
    """A byline without the marks and brackets around it."""
    text = text.strip(SPACES + JOINT + MARKS)
    if text[:1] in BRACKETS and text.endswith(BRACKETS[text[0]]) and text.count(text[0]) == 1:
        text = text[1:-1].strip(SPACES + JOINT + MARKS)
    return text


def read_byline(
    text: str, *, roster: Collection[str] = (), bare: bool = False, organisation: str = ""
) -> Byline | None:
    """The credits of a text that is a byline as a whole, or None.

    `bare` lets names stand without any standing or role (in brackets at a piece's end, under a headline).
    `organisation` is the dateline's, for names that have none of their own.
    """
    if not text.strip() or len(text) > 160:
        return None
    if (folded := fold(text)) != text:
        found = read_byline(folded, roster={fold(name) for name in roster}, bare=bare, organisation=organisation)
        return replace(as_printed(found, text), printed=text) if found else None
    inner = strip_marks(text)
    if inner[:1] == "口" and len(inner) > 2 and not bare:
        # □ comes out of some fonts as the character 口.
        found = read_byline(inner[1:], roster=roster, bare=True, organisation=organisation)
        return replace(found, printed=text) if found and len(inner) <= 12 else None
    inner = inner.translate(STROKES)
    inner = SET_APART_ROLE.sub(lambda found: re.sub(r"\s", "", found.group()), inner)
    inner = SOURCE_FIRST.sub("", inner)
    if re.search(r"[。！？!?“”《》\d]", inner) and not EXCERPT.match(inner):
        return None
    if COLLECTIVE.match(inner):
        return Byline(text, (Credit(re.sub(r"\s", "", inner), role="评论" if "评论" in inner else ""),))
    if COMPILED.match(inner):
        return Byline(text, (Credit("本报综合", role="综合"),))
    excerpt = EXCERPT.match(inner)
    if excerpt:
        found = read_byline(inner[excerpt.end() :], roster=roster, bare=True)
        return replace(found, printed=text) if found else None
    issued = ISSUED.match(inner)
    if issued:
        found = read_byline(issued["who"], roster=roster, bare=True, organisation=issued["agency"])
        return replace(found, printed=text) if found else None
    without_office = OFFICE.sub("", inner)
    if without_office != inner and (LABEL.search(without_office) or not without_office):
        inner = without_office
    note = CONTRIBUTION.match(inner)
    if note:
        found = read_byline(note["who"], roster=roster)
        credits = tuple(replace(credit, role=credit.role or "协助") for credit in found.credits) if found else ()
        return Byline(text, credits, found.alternatives) if found else None
    note = AUTHOR_NOTE.match(inner)
    if note and not re.search(f"{CORE}|译", note["note"]):
        inner = note["who"]
    photos = PAGE_PHOTOS.match(inner)
    if photos:
        inner = inner[photos.end() :]
    place = REPORTS_FROM.search(inner)
    before = inner[: place.start()].rstrip() if place else ""
    is_place = not re.search(f"(?:{ROLE})$", (place["b"] or "")) if place else False
    # 通讯员 张三 报道: what stands right after the standing is the name.
    if is_place and LABEL.search(before) and not re.search(f"(?:{STANDING})$", before):
        inner = inner[: place.start()]
    if bare and (found := _with_unit(inner, text)):
        return found
    tokens = _tokens(inner)
    if tokens is None:
        return None
    credits, alternatives = _credits(tokens, roster, bare, organisation)
    if not credits:
        return None
    standings = {credit.standing for credit in credits}
    shares = len(credits) > 1 and credits[-1].role in ("摄", "摄影") and len(standings) > 1
    return Byline(text, tuple(credits), tuple(alternatives), shares)


def _with_unit(inner: str, printed: str) -> Byline | None:
    """A unit and names, `县总工会 方远山` or `方远山 县总工会`: how readers and correspondents sign."""
    words = inner.split()
    if not 2 <= len(words) <= 5 or LABEL.search(inner):
        return None
    for unit, names in ((words[:-1], words[-1:]), (words[1:], words[:1]), (words[:1], words[1:])):
        is_unit = all(UNIT.fullmatch(word) and _is_no_name(word) for word in unit) and len(unit[0]) > 2
        if is_unit and all(cost_of_name(name) <= 0.7 and not UNIT.fullmatch(name) for name in names):
            return Byline(printed, tuple(Credit(name, organisation="".join(unit)) for name in names))
    return None


def _is_no_name(word: str) -> bool:
    return cost_of_name(word) > IMPROBABLE or word[-1] in "镇乡县局村"


def _tokens(text: str) -> list[_Token] | None:
    """The text as standings, roles, separators and runs of names."""
    tokens: list[_Token] = []
    for piece, label in _by_labels(text):
        if piece.strip(SPACES + JOINT):
            tokens += _roles_and_names(piece, is_first=not tokens, before_label=label is not None)
        if label is not None:
            organisation = ""
            if tokens and tokens[-1].kind == "names":
                # What stands right before a standing is an organisation, or names and then one.
                organisation = _take_organisation(tokens, label)
            tokens.append(_Token("label", re.sub(r"\s", "", label), organisation))
    return tokens


def _by_labels(text: str) -> list[tuple[str, str | None]]:
    pieces, start = [], 0
    for found in LABEL.finditer(text):
        pieces.append((text[start : found.start()], found["standing"]))
        start = found.end()
    pieces.append((text[start:], None))
    return pieces


def _is_house(head: str, tokens: Sequence[_Token], label: str) -> bool:
    """Whether a short name right before 融媒记者 is the house's: 青岚融媒记者, not 江南 记者."""
    return len(tokens) == 1 and tokens[0].text == head and len(head) == 2 and OF_A_HOUSE.match(label) is not None


def _take_organisation(tokens: list[_Token], label: str) -> str:
    names = tokens[-1].text
    known = KNOWN_ORGANISATION_END.search(names)
    head = re.split(f"[{SPACES}、，,;；/|&]", names)[-1]
    found = ORGANISATION_END.search(head)
    if found and found.start() == 0 and not (known and len(known.group()) < len(head) and len(head) <= 7):
        cut = len(names) - len(head)
    elif known:
        cut = known.start()
    elif _is_house(head, tokens, label) or (
        len(head) >= 3 and (len(tokens) == 1 or tokens[-2].kind in ("before", "separator")) and not divide_names(head)
    ):
        cut = len(names) - len(head)
    else:
        return ""
    organisation = names[cut:].strip(SPACES + JOINT)
    rest = names[:cut].rstrip(SPACES + JOINT + "、，,;；/")
    if rest.strip():
        tokens[-1] = _Token("names", rest)
    else:
        tokens.pop()
    return organisation


def _roles_and_names(text: str, *, is_first: bool, before_label: bool) -> list[_Token]:
    tokens: list[_Token] = []
    position = 0
    while position < len(text):
        rest = text[position:]
        separator = SEPARATOR.match(rest)
        at_edge = position == 0 or text[position - 1] in SPACES + "、，,;；" + JOINT
        if not separator and at_edge:
            found = ROLE_BEFORE.match(rest) or EDITOR_BEFORE.match(rest)
            has_names = any(token.kind == "names" for token in tokens)
            if found and PADDED_FROM_ROLE.match(rest):
                found = None
            if found and not (has_names and tokens[0].kind != "before" and _stands_after(rest, found)):
                tokens.append(_Token("before", found["role"]))
                position += found.end()
                continue
            if found is None and before_label and not tokens:
                whole = re.fullmatch(f"(?P<role>{ROLE}){S}[/:：|]?{S}", rest)
                if whole:
                    tokens.append(_Token("before", whole["role"]))
                    break
        found = ROLE_AFTER.match(rest)
        if found and re.fullmatch(EDITS, found["role"]) and re.search(f"[{HAN}]", rest[found.end() :]):
            found = None  # 校对 between two names is the second one's
        if found and found["role"] == "文" and not is_first and not tokens:
            found = None  # right after 记者 it begins a name: 记者文|超荣
        if found and found["role"][0] in SHORT_ROLES and _is_of_a_name(text, position, found):
            found = None
        if found and any(token.kind == "before" for token in tokens) and re.match(f"{S}[{HAN}]", rest[found.end() :]):
            found = None  # 文 张三 图 李四: it is the next one's
        if found and (tokens or not is_first):
            tokens.append(_Token("after", found["role"]))
            position += found.end()
            continue
        if separator:
            kind = "separator" if separator.group().strip(SPACES) else "space"
            if tokens and tokens[-1].kind == "names" and kind == "space":
                tokens[-1].text += " "
            elif tokens and tokens[-1].kind == "names":
                tokens.append(_Token("separator", separator.group()))
            position += separator.end()
            continue
        if tokens and tokens[-1].kind == "names":
            tokens[-1].text += text[position]
        else:
            tokens.append(_Token("names", text[position]))
        position += 1
    return [part for token in tokens for part in _inner_roles(token)]


# A padded name that begins with a role's character.   Must match: 文 平 通讯员 ; must not: 文 张三
PADDED_FROM_ROLE = re.compile(f"[文图译摄][{SPACES}{JOINT}]+[{HAN}](?:[{SPACES}{JOINT}、，]|$)")


def _is_of_a_name(text: str, position: int, found: re.Match[str]) -> bool:
    """Whether 文, 图, 译, 摄 is a name's character: `郑敏文`, `蒋 文`, `文 平`, `戴文/图`; not `张三/文`, `张三 摄`."""
    if found.group().startswith("/"):
        return False
    at = position + found.start("role")
    before = text[:at]
    words = re.split(f"[{SPACES}{JOINT}、，]+", before.strip(SPACES + JOINT))
    if found["role"] not in SHORT_ROLES:
        return before[-1:] not in SPACES + "/" and len(words[-1]) == 1 and (len(words) == 1 or len(words[-2]) > 1)
    if PADDED_FROM_ROLE.match(text[at:]) and not before.endswith("/"):
        return True
    if before and before[-1] not in SPACES + "/":
        return found["role"] != "摄"
    # One character alone before it is a padded name's first, unless another padded name ends here: 龚 文/文.
    return len(words[-1]) == 1 and not before.endswith("/")


def _stands_after(rest: str, found: re.Match[str]) -> bool:
    """Whether a role between names belongs to those before it: `张三 摄`, `张三 文/图`, not `图/李四`."""
    whole = found.group()
    if whole.rstrip(SPACES).endswith(("/", ":", "：", "|", "｜")):
        return False
    return bool(ROLE_AFTER.match(rest)) and not re.match(EDITS, found["role"])


TRAILING_ROLE = re.compile(f"(?P<names>.*?[^{SPACES}/])(?P<role>{BOTH}|{SUPPLIES}|摄影|报道|摄|图|译|发)$", re.DOTALL)
TWO_RUN_IN = re.compile(f"^(?P<a>[{HAN}]{{2,4}})文(?P<b>[{HAN}]{{2,4}})[图摄]$")


def _inner_roles(token: _Token) -> list[_Token]:
    """A run of names with roles printed close to them: `张瞧文闫化庄图`, `张占兵摄`, `新华社发`."""
    if token.kind != "names":
        return [token]
    text = token.text.strip(SPACES)
    two = TWO_RUN_IN.match(text)
    if two and cost_of_name(two["a"]) < IMPROBABLE and cost_of_name(two["b"]) < IMPROBABLE:
        return [_Token("names", two["a"]), _Token("after", "文"), _Token("names", two["b"]), _Token("after", text[-1])]
    found = TRAILING_ROLE.match(text)
    run = len(re.sub(r"\s", "", found["names"])) if found else 0
    # A title may end with 图 as well: only after one name is it a role that is printed close to it.
    if found and run >= 2 and (found["role"] != "图" or run <= 4):
        return [_Token("names", found["names"]), _Token("after", found["role"])]
    return [_Token("names", token.text)]


def _credits(
    tokens: Sequence[_Token], roster: Collection[str], bare: bool, organisation: str
) -> tuple[list[Credit], list[str]]:
    """The rows of a byline; no rows when any part of it reads like something else."""
    rows: list[Credit] = []
    alternatives: list[str] = []
    standing = own = role = ""
    open_from = 0  # rows from here on have no role yet that was printed after them
    labelled = bare or any(token.kind in ("label", "before", "after") for token in tokens)
    if not labelled:
        return [], []
    merged = _merge(tokens)
    for index, token in enumerate(merged):
        if token.kind == "label":
            standing, own = token.text, token.organisation
            if standing in ("撰稿", "作者") and index + 1 < len(merged):
                role = role or ""
        elif token.kind == "before":
            role, standing, own = token.text, "", ""
            open_from = len(rows)
        elif token.kind == "after":
            if open_from >= len(rows):
                return [], []
            if token.text == "译":
                open_from = len(rows) - 1  # a translator's role is never an author's
            rows[open_from:] = [replace(row, role=token.text) for row in rows[open_from:]]
            open_from = len(rows)
        elif token.kind == "names":
            follows = merged[index + 1].text if index + 1 < len(merged) and merged[index + 1].kind == "after" else role
            read = _read_names(token.text, roster, labelled=bool(standing), role=follows)
            if read is None:
                return [], []
            names, guess, others = read
            rows += [
                Credit(name, standing, role, own or (organisation if "记者" in standing else ""), guess)
                for name in names
            ]
            alternatives += others
    if not rows and not any(token.kind == "names" for token in tokens):
        return [], []
    return rows, alternatives


def _merge(tokens: Sequence[_Token]) -> list[_Token]:
    """Runs of names with 、 between them as one, its separators kept as a hard mark."""
    merged: list[_Token] = []
    for token in tokens:
        if token.kind == "separator":
            if merged and merged[-1].kind == "names":
                merged[-1] = _Token("names", merged[-1].text + "、")
            continue
        if token.kind == "names" and merged and merged[-1].kind == "names":
            merged[-1] = _Token("names", merged[-1].text + token.text)
            continue
        merged.append(_Token(token.kind, token.text, token.organisation))
    return merged


def _read_names(
    text: str, roster: Collection[str], *, labelled: bool, role: str
) -> tuple[list[str], bool, list[str]] | None:
    names: list[str] = []
    alternatives: list[str] = []
    guess = False
    printed_apart = text[:1] in SPACES
    for part in text.split("、"):
        piece = part.strip(SPACES + JOINT)
        if not piece:
            continue
        solid = piece.replace(JOINT, "")
        supplies = re.fullmatch(f"{SUPPLIES}|发|图片?|图", role or "x") is not None
        if FOREIGN.fullmatch(solid):
            names.append(solid)
            continue
        if re.fullmatch(KNOWN_ORGANISATION, solid) or (supplies and ORGANISATION_END.fullmatch(solid)):
            names.append(solid)
            continue
        if not re.fullmatch(f"[{HAN}{SPACES}{JOINT}]+", piece):
            return None
        read = divide_names(piece, roster)
        if read and read[1] < IMPROBABLE:
            names += read[0]
            if read[2]:
                guess = True
                alternatives += ["、".join(other) for other in read[2]]
            continue
        if supplies and re.fullmatch(f"(?:{SUPPLIES}|发)", role) and len(solid) <= 20:
            names.append(re.sub(r"\s", "", solid))
            continue
        # Pen-names and unknown surnames: only where they are printed apart, two to four characters each.
        words = piece.replace(JOINT, "").split()
        if (
            (labelled or re.fullmatch(EDITS, role or "x"))
            and (printed_apart or len(words) > 1 or "、" in text.strip("、"))
            and all(
                2 <= len(word) <= 4
                and word[:2] not in NOT_A_NAME
                and not re.match("[在从了的是到看就还也与为将于对]", word)
                for word in words
            )
        ):
            names += words
            guess = True
            continue
        return None
    return (names, guess, alternatives) if names else None


# --- bylines within a paragraph -------------------------------------------------------------------
BRACKETED = re.compile(f"^{S}(?P<all>[（(\\[［【](?P<inner>[^（(）)]{{2,120}})[）)\\]］】]){S}[：:]?")
# The rest of 【本报讯 记者张三】
CLOSES_BRACKET = re.compile(f"^{S}(?P<inner>[^（(）)【】。，]{{2,80}})[）)\\]］】]{S}[：:]?")
# 报道 ends a byline that was run in.   Must match: 记者祁俊报道 4月 | 记者董伟、胡斌报道： ; must not: 记者从公安部获悉
INLINE = re.compile(
    f"^{S}(?P<all>(?P<inner>[^。！？，“”《》（）()\\d]{{2,80}}?)(?:报道|采写|摄影报道)(?:{S}[：:]|(?=[^。，]))){S}[：:]?"
)
# 记者李丽辉从…获悉： the name is the subject of the sentence, which keeps it.
SUBJECT = re.compile(
    f"^{S}(?P<inner>[^。！？，“”《》（）()\\d]{{0,20}}?(?:记者|通讯员){S}(?P<names>[{HAN}、{SPACES}]{{2,14}}?)){S}"
    "(?=从|在|近日|日前|昨|今[天日晨晚]|\\d|赴|来到|走进|获悉|了解|采访)"
)


def read_lead_byline(
    text: str, *, roster: Collection[str] = (), organisation: str = "", after_dateline: bool = True
) -> tuple[Byline, int, bool] | None:
    """The byline at the head of a text: (byline, where the text goes on, whether the sentence keeps the words).

    Without a dateline before it only one in brackets with a standing in it counts.
    """
    found = BRACKETED.match(text)
    if found:
        byline = read_byline(found["inner"], roster=roster, bare=after_dateline, organisation=organisation)
        if not byline or not (after_dateline or LABEL.search(found["inner"])):
            return None
        end = found.end()
        other = BRACKETED.match(text[end:])  # （记者张三）（通讯员李四）
        if other and (more := read_byline(other["inner"], roster=roster)):
            byline = replace(byline, credits=(*byline.credits, *more.credits))
            end += other.end()
        return replace(byline, printed=text[:end].strip()), end, False
    found = CLOSES_BRACKET.match(text) if after_dateline else None
    if found and (byline := read_byline(found["inner"], roster=roster, organisation=organisation)):
        return replace(byline, printed=text[: found.end()].strip()), found.end(), False
    if not after_dateline and not re.match(f"{S}(?:{KNOWN_ORGANISATION}|{STANDING})", text):
        return None
    found = INLINE.match(text)
    if found and LABEL.search(found["inner"]):
        byline = read_byline(found["inner"], roster=roster, organisation=organisation)
        if byline:
            return replace(byline, printed=text[: found.end()].strip()), found.end(), False
    if not after_dateline:
        return None
    found = SUBJECT.match(text)
    if found:
        byline = read_byline(found["inner"], roster=roster, organisation=organisation)
        if byline and not any(credit.is_guess for credit in byline.credits):
            return replace(byline, printed=text[: found.end()].strip()), found.end(), True
    return None


CLOSING_BRACKET = re.compile(
    f"{S}(?P<all>[（(【［\\[](?P<inner>[^（(【［\\[）)】］\\]]{{2,120}})[）)】］\\]]){S}(?P<after>[。]?(?:[（(]完[）)])?){S}$"
)
CLOSING_PLACES = re.compile(
    f"[。！？!?…；](?:[”’」』）)]*)(?=[^。！？!?”’」』）)])|[”’」』）)](?={S}(?:本报|{STANDING}))|[{SPACES}]{{2,}}"
)
LONGEST_CLOSING = 90


def read_closing_byline(text: str, *, roster: Collection[str] = (), bare: bool = True) -> tuple[Byline, int] | None:
    """The byline that a paragraph ends with, and where it begins; `bare` lets names alone count when in brackets."""
    if len(text) < 8:
        return None
    base = max(0, len(text) - LONGEST_CLOSING - 40)
    tail = text[base:]
    found = CLOSING_BRACKET.search(tail)
    if found and found.start() + base > 0:
        before = text[base : base + found.start()].rstrip(SPACES + JOINT)
        ends = before[-1:] in "。！？!?…”’」』"
        byline = read_byline(found["inner"], roster=roster, bare=bare and ends)
        if byline and (ends or LABEL.search(found["inner"]) or re.search("[摄图文]", found["inner"])):
            if (
                not ends
                and not LABEL.search(found["inner"])
                and not re.search("摄影?$|摄影报道$", found["inner"].strip())
            ):
                return None
            return replace(byline, printed=found["all"]), base + found.start("all")
    for found in reversed(list(CLOSING_PLACES.finditer(tail))):
        start = base + found.end()
        rest = text[start:].strip(SPACES + JOINT)
        if not rest or len(rest) > LONGEST_CLOSING:
            continue
        apart = text[start : start + 1] in SPACES or found.group().isspace()
        byline = read_byline(rest, roster=roster, bare=False)
        if byline is None and apart and len(rest) <= 10:
            byline = read_byline(rest, roster=roster, bare=True)
            if byline and any(credit.is_guess or cost_of_name(credit.name) > 0.7 for credit in byline.credits):
                byline = None
        if byline:
            return byline, start + (len(text[start:]) - len(text[start:].lstrip(SPACES + JOINT)))
    return None
