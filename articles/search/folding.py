"""Folding: one form for all that a reader would call the same characters. Pure.

Full-width and half-width, upper and lower case, the kinds of quotation mark, dash and middle dot are one; characters
without a shape are gone; a space stays only between two words of an alphabet, so that 王　伟 is 王伟 and "5G 基站" is
"5G基站", while "new york" keeps its two words. A line end stays a line end: nothing is ever found across it.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

#: Raise it whenever a text folds or is cut differently: the index then has to be built anew (rebuild_search). Until it
#: is, rows of before are taken out as `entries.CUTS` says of their version.
VERSION = 1

_SAME = str.maketrans(
    {
        # Full-width forms are NFKC's business too, which takes five times as long over them.
        **{chr(half + 0xFEE0): chr(half) for half in range(0x21, 0x7F)},
        "\u3000": " ",
        "…": "...",
        **dict.fromkeys("“”„‟″〝〞", '"'),
        **dict.fromkeys("‘’‚‛′`´｀", "'"),
        **dict.fromkeys("‐‑‒–—―−─", "-"),
        **dict.fromkeys("•‧∙⋅・", "·"),
        **dict.fromkeys("〜∼", "~"),
    }
)
# Controls that are no spaces, soft hyphens, zero widths, directions, variation selectors, halves of surrogate pairs.
_SHAPELESS_CHARACTERS = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\ufff0-\uffff\ud800-\udfff\U000e0000-\U000e0fff"
)
_SHAPELESS = re.compile(f"[{_SHAPELESS_CHARACTERS}]")
_LINE_END = re.compile("[ \t]*(?:\r\n?|[\n\u2028\u2029\x0b\x0c\x85])\\s*")
_SPACE = re.compile(r"[^\S\n]+")
_WORD = "0-9a-z\u00df-\u1fff"
# must go: 王 伟   5g 基站   1 + 6     must stay: new york   iphone 17
_USELESS_SPACE = re.compile(f"(?<![{_WORD}]) | (?![{_WORD}])")
_MARKS = "\u0300-\u036f\u3099\u309a"
# A mark reaches its letter through characters without a shape.
_CLUSTER = re.compile(f"[^{_MARKS}][{_MARKS}{_SHAPELESS_CHARACTERS}]*|.", re.DOTALL)


def fold(text: str) -> str:
    """The text in its one form. Folding twice gives the same as once."""
    folded = _USELESS_SPACE.sub("", _SPACE.sub(" ", _LINE_END.sub("\n", _characters(text)).strip()))
    # Where a space went, an accent may have come to stand behind a letter.
    return folded if unicodedata.is_normalized("NFKC", folded) else fold(folded)


def _characters(text: str) -> str:
    text = _SHAPELESS.sub("", text).translate(_SAME)
    while not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text).translate(_SAME)
    text = text.lower().replace("ς", "σ")  # As Python lowers a Σ that ends a word.
    return text if unicodedata.is_normalized("NFKC", text) else _characters(text)


@dataclass(frozen=True)
class FoldedLine:
    """A line's folded form, and for each of its characters where in the line as written it comes from."""

    folded: str
    origins: tuple[int, ...]  # one more than characters: the end of the line is the last
    ends: tuple[int, ...]

    def places(self, phrase: str) -> Iterator[tuple[int, int]]:
        """From where to where the folded phrase stands in the line as written."""
        start = self.folded.find(phrase) if phrase else -1
        while start >= 0:
            yield self.origins[start], self.ends[start + len(phrase) - 1]
            start = self.folded.find(phrase, start + len(phrase))


def fold_line(line: str) -> FoldedLine:
    """Fold one line and remember the places. Where the places cannot be told, the folded form is "": nothing is marked.

    A character folds with the accents behind it. Hangul that is written in its letters is the known exception.
    """
    characters: list[str] = []
    origins: list[int] = []
    ends: list[int] = []
    for match in _CLUSTER.finditer(line):
        for character in _SPACE.sub(" ", _characters(match.group())):
            if character == " " and (not characters or characters[-1] == " "):
                continue
            characters.append(character)
            origins.append(match.start())
            ends.append(match.end())
    folded = "".join(characters)
    useless = {match.start() for match in _USELESS_SPACE.finditer(folded)}
    kept = [place for place in range(len(folded)) if place not in useless]
    folded = "".join(characters[place] for place in kept)
    if folded != fold(line):
        return FoldedLine("", (), ())
    return FoldedLine(folded, tuple(origins[place] for place in kept), tuple(ends[place] for place in kept))
