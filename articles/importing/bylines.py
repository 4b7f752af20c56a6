"""Bylines (署名): who wrote, photographed, edited, as printed, with 身份 (standing) and 职能 (role) as two axes.

`read_byline(text, roster=…)` reads a text that is a byline as a whole, or returns None. `byline_places` finds bylines
within a paragraph; `byline_words` has the vocabulary, `byline_tokens` their order, `personal_names` the names.

Names printed without spaces, or padded (`张 胜 男`), are divided by the roster of known names, then by surnames. A
division that another would have matched is marked as a guess, and the others are named.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from .byline_tokens import Token, merged_runs, tokens_of
from .byline_words import (
    BRACKETS,
    CORE,
    EDITS,
    FOREIGN,
    HAN,
    JOINT,
    KNOWN_ORGANISATION,
    LABEL,
    MARKS,
    ORGANISATION_END,
    ROLE,
    SPACES,
    STANDING,
    SUPPLIES,
    S,
)
from .personal_names import IMPROBABLE, cost_of_name, divide_names
from .records import Byline, Credit
from .surnames import NOT_A_NAME
from .traditional import as_printed, fold

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
    credits, alternatives = _credits(tokens_of(inner), roster, bare, organisation)
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


def _credits(
    tokens: Sequence[Token], roster: Collection[str], bare: bool, organisation: str
) -> tuple[list[Credit], list[str]]:
    """The rows of a byline; no rows when any part of it reads like something else."""
    rows: list[Credit] = []
    alternatives: list[str] = []
    standing = own = role = ""
    open_from = 0  # rows from here on have no role yet that was printed after them
    labelled = bare or any(token.kind in ("label", "before", "after") for token in tokens)
    if not labelled:
        return [], []
    merged = merged_runs(tokens)
    for index, token in enumerate(merged):
        if token.kind == "label":
            standing, own = token.text, token.organisation
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
    return rows, alternatives


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
