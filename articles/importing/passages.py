"""A paragraph's text as it is printed and as it is read, with the way from one to the other."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .byline_words import BOTH, EDITS, JOINT, KNOWN_ORGANISATION, STANDING, SUPPLIES
from .joining import join
from .records import Line
from .traditional import fold

# A line end inside one of these words is none that could divide two names.
WORD = re.compile(
    f"(?:{KNOWN_ORGANISATION})?(?:{STANDING})|{KNOWN_ORGANISATION}|{BOTH}|{SUPPLIES}|{EDITS}|摄影报道|报道|摄影"
)


class Passage:
    """Some lines joined: `printed` is stored, `letters` is what patterns read (no letter-spacing, no line ends)."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = tuple(lines)
        self.printed = join([line.text for line in lines])
        self.letters = "".join(line.plain for line in lines)
        self._ends: list[int] = []
        position = 0
        for line in lines[:-1]:
            position += len(line.plain)
            self._ends.append(position)

    def with_joints(self, start: int = 0) -> str:
        """The letters from `start` on with a `JOINT` at each line end that may divide two names."""
        letters = self.letters
        inside = [end for end in self._ends if end > start and not any(a < end < b for a, b in self._words_near(end))]
        parts, position = [], start
        for end in inside:
            parts.append(letters[position:end])
            position = end
        parts.append(letters[position:])
        return JOINT.join(parts)

    def _words_near(self, end: int) -> list[tuple[int, int]]:
        base = max(0, end - 12)
        return [(base + found.start(), base + found.end()) for found in WORD.finditer(self.letters[base : end + 12])]

    def breaks_a_word_at(self, end: int) -> bool:
        """Whether the line end at this offset of `letters` stands inside a standing or a role: `特约通|讯员`."""
        return any(a < end < b for a, b in self._words_near(end))

    def printed_offset(self, letters_offset: int) -> int:
        """Where in `printed` the text stands that begins at this offset of `letters`."""
        position, folded = 0, fold(self.printed)
        for char in self.letters[:letters_offset]:
            position = folded.index(char, position) + 1
        while position < len(self.printed) and self.printed[position].isspace():
            position += 1
        return position

    def line_at(self, letters_offset: int) -> int:
        """The number of the line in which this offset of `letters` stands."""
        index = sum(end <= letters_offset for end in self._ends)
        return self.lines[index].number
