"""A byline as a row of standings, roles and runs of names: which word belongs to whom."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .byline_words import (
    BOTH,
    EDITOR_BEFORE,
    EDITS,
    HAN,
    JOINT,
    KNOWN_ORGANISATION_END,
    LABEL,
    OF_A_HOUSE,
    ORGANISATION_END,
    ROLE,
    ROLE_AFTER,
    ROLE_BEFORE,
    SEPARATOR,
    SHORT_ROLES,
    SPACES,
    SUPPLIES,
    S,
)
from .personal_names import IMPROBABLE, cost_of_name, divide_names


@dataclass
class Token:
    kind: str  # "label", "before", "after", "names", "separator"
    text: str
    organisation: str = ""


def tokens_of(text: str) -> list[Token]:
    """The text as standings, roles, separators and runs of names."""
    tokens: list[Token] = []
    for piece, label in _by_labels(text):
        if piece.strip(SPACES + JOINT):
            tokens += _roles_and_names(piece, is_first=not tokens, before_label=label is not None)
        if label is not None:
            organisation = ""
            if tokens and tokens[-1].kind == "names":
                # What stands right before a standing is an organisation, or names and then one.
                organisation = _take_organisation(tokens, label)
            tokens.append(Token("label", re.sub(r"\s", "", label), organisation))
    return tokens


def _by_labels(text: str) -> list[tuple[str, str | None]]:
    pieces, start = [], 0
    for found in LABEL.finditer(text):
        pieces.append((text[start : found.start()], found["standing"]))
        start = found.end()
    pieces.append((text[start:], None))
    return pieces


def _is_house(head: str, tokens: Sequence[Token], label: str) -> bool:
    """Whether a short name right before 融媒记者 is the house's: 青岚融媒记者, not 江南 记者."""
    return len(tokens) == 1 and tokens[0].text == head and len(head) == 2 and OF_A_HOUSE.match(label) is not None


def _take_organisation(tokens: list[Token], label: str) -> str:
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
        tokens[-1] = Token("names", rest)
    else:
        tokens.pop()
    return organisation


def _roles_and_names(text: str, *, is_first: bool, before_label: bool) -> list[Token]:
    tokens: list[Token] = []
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
                tokens.append(Token("before", found["role"]))
                position += found.end()
                continue
            if found is None and before_label and not tokens:
                whole = re.fullmatch(f"(?P<role>{ROLE}){S}[/:：|]?{S}", rest)
                if whole:
                    tokens.append(Token("before", whole["role"]))
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
            tokens.append(Token("after", found["role"]))
            position += found.end()
            continue
        if separator:
            kind = "separator" if separator.group().strip(SPACES) else "space"
            if tokens and tokens[-1].kind == "names" and kind == "space":
                tokens[-1].text += " "
            elif tokens and tokens[-1].kind == "names":
                tokens.append(Token("separator", separator.group()))
            position += separator.end()
            continue
        if tokens and tokens[-1].kind == "names":
            tokens[-1].text += text[position]
        else:
            tokens.append(Token("names", text[position]))
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


def _inner_roles(token: Token) -> list[Token]:
    """A run of names with roles printed close to them: `张瞧文闫化庄图`, `张占兵摄`, `新华社发`."""
    if token.kind != "names":
        return [token]
    text = token.text.strip(SPACES)
    two = TWO_RUN_IN.match(text)
    if two and cost_of_name(two["a"]) < IMPROBABLE and cost_of_name(two["b"]) < IMPROBABLE:
        return [Token("names", two["a"]), Token("after", "文"), Token("names", two["b"]), Token("after", text[-1])]
    found = TRAILING_ROLE.match(text)
    run = len(re.sub(r"\s", "", found["names"])) if found else 0
    # A title may end with 图 as well: only after one name is it a role that is printed close to it.
    if found and run >= 2 and (found["role"] != "图" or run <= 4):
        return [Token("names", found["names"]), Token("after", found["role"])]
    return [Token("names", token.text)]


def merged_runs(tokens: Sequence[Token]) -> list[Token]:
    """Runs of names with 、 between them as one, its separators kept as a hard mark."""
    merged: list[Token] = []
    for token in tokens:
        if token.kind == "separator":
            if merged and merged[-1].kind == "names":
                merged[-1] = Token("names", merged[-1].text + "、")
            continue
        if token.kind == "names" and merged and merged[-1].kind == "names":
            merged[-1] = Token("names", merged[-1].text + token.text)
            continue
        merged.append(Token(token.kind, token.text, token.organisation))
    return merged
