"""Reading what somebody typed into the search field. Pure.

    防汛 抗旱            both words
    "社区 食堂"           the phrase; “ ” do as well
    防汛 -演练            without this word
    98.6  1+6+5+N  7·20   as typed

There is nothing else: no brackets, no OR, no field names, so nothing that is typed can be an error of syntax.
"""

import re
import unicodedata
from dataclasses import dataclass

from articles.search.folding import fold

MOST_CHARACTERS = 200  # of a query; a headline has 120 at most
MOST_PHRASES = 20

# A quotation stands by itself: quotation marks within a word are characters like others (别让“随手拍”变成“随手派”).
# must match: "社区 食堂"   -"演练"   98.6   -演练   "没有合上   ——记一次
_TERM = re.compile(r'(?P<minus>[-−](?=[^-−\s]))?(?:"(?P<quoted>[^"]*)"(?!\S)|(?P<word>\S+))')
_QUOTES = str.maketrans(dict.fromkeys("“”„‟″〝〞", '"'))
# must match: 防汛 and 抗旱 of 防汛、抗旱   5g and 基站 of 5g基站     must not: 1 or n of 1+6+5+n
_LETTERS = "0-9a-z\u00df-\u1fff"
_PIECE = re.compile(rf"[{_LETTERS}]{{2,}}|[^\W_{_LETTERS}]+")


@dataclass(frozen=True)
class Query:
    """A query in folded phrases. `problem` is "", or says why there is nothing to look for."""

    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    problem: str = ""


def parse(text: str) -> Query:
    """Read a query. Whatever is typed, the answer is a query or the reason why it is none."""
    if len(text) > MOST_CHARACTERS * 4:
        return Query(problem="long")
    phrases, excluded = [], []
    typed = " ".join(unicodedata.normalize("NFKC", text).translate(_QUOTES).splitlines())
    for match in _TERM.finditer(typed):
        word = match["word"]
        if word and word.count('"') % 2:  # A quotation that was not closed.
            word = word.strip('"')
        phrase = fold(match["quoted"] if word is None else word)
        if has_substance(phrase):
            (excluded if match["minus"] else phrases).append(phrase)
    if sum(map(len, phrases + excluded)) > MOST_CHARACTERS:
        return Query(problem="long")
    if not phrases:
        return Query(excluded=tuple(excluded), problem="excluded" if excluded else "marks" if fold(text) else "empty")
    if len(phrases) + len(excluded) > MOST_PHRASES:
        return Query(problem="many")
    return Query(tuple(dict.fromkeys(phrases)), tuple(dict.fromkeys(excluded)))


def has_substance(phrase: str) -> bool:
    """Whether there is more in a phrase than punctuation: letters, digits, signs such as + or ℃, pictures."""
    return any(unicodedata.category(character)[0] not in "PZ" for character in phrase)


def pieces_of(phrase: str) -> tuple[str, ...]:
    """What a folded phrase falls into at its marks, and where letters meet Chinese: 防汛、5g基站 into three."""
    return tuple(_PIECE.findall(phrase))


def is_divisible(piece: str) -> bool:
    """Whether a part of this piece may be a word of its own: of Chinese it may, of letters and digits not."""
    return not re.match(f"[{_LETTERS}]", piece)
