"""Bylines within a paragraph: right after its dateline (`read_lead_byline`) and at its end (`read_closing_byline`)."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from .byline_words import HAN, JOINT, KNOWN_ORGANISATION, LABEL, SPACES, STANDING, S
from .bylines import read_byline
from .personal_names import cost_of_name
from .records import Byline

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
