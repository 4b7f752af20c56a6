"""What goes into an index and what is asked of it, whatever the engine."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from secrets import randbits

from articles.search.folding import VERSION, fold
from articles.search.grams import grams, grams_of_phrase, is_exact

LAST_KEY = 2**63 - 1
COLUMNS = ("key", "number", "labels", "text", "head_end", "near_end", "version", "stamp")

#: What can be asked for, in columns of the row `e`.
OUTPUTS = {
    "hits": "e.key, e.number, e.text, e.head_end, e.near_end",
    "rows": "e.key, e.number, e.labels",
    "numbers": "e.number",
}
ORDERED = {"hits", "rows"}

#: How a text is cut into grams, by the version that its row names: what was indexed must be taken out as it went in.
CUTS: dict[int, Callable[[str], set[int]]] = {VERSION: grams}


class UnknownVersion(Exception):
    """A row of the index that was written by a version of the code which this one does not know."""

    def __init__(self, version: int) -> None:
        super().__init__(
            f"The search index has rows of version {version}, this code knows {sorted(CUTS)}: manage.py rebuild_search."
        )


@dataclass(frozen=True)
class Index:
    """An index by the name of the table of its rows."""

    table: str


@dataclass(frozen=True)
class Entry:
    """A row of an index (articles.models.search.SearchRow) with its grams."""

    key: int
    number: int
    labels: str
    text: str
    head_end: int
    near_end: int
    version: int = VERSION
    stamp: int = field(default_factory=lambda: randbits(62), compare=False)
    #: The grams of all, of `head` and of `near`, as the engine writes them, where that was prepared before.
    written: tuple[str, str, str] | None = field(default=None, compare=False)

    @classmethod
    def of(
        cls, *, key: int, number: int, labels: str, head: Iterable[str], near: Iterable[str], rest: Iterable[str]
    ) -> "Entry":
        """The entry of a piece from its lines as written: headline group, credits and tags, everything else."""
        parts = ["\n".join(folded(lines)) for lines in (head, near, rest)]
        near_text = "\n".join(filter(None, parts[:2]))
        return cls(key, number, labels, "\n".join(filter(None, (near_text, parts[2]))), len(parts[0]), len(near_text))

    def placed(self, *, key: int, number: int, labels: str = "") -> "Entry":
        """The same text for another piece or index."""
        return replace(self, key=key, number=number, labels=labels, stamp=randbits(62))

    @property
    def row(self) -> tuple:
        return tuple(getattr(self, name) for name in COLUMNS)

    @cached_property
    def whole(self) -> set[int]:
        return self._cut(self.text)

    @cached_property
    def near(self) -> set[int]:
        return self._cut(self.text[: self.near_end])

    @cached_property
    def head(self) -> set[int]:
        return self._cut(self.text[: self.head_end])

    def _cut(self, text: str) -> set[int]:
        if self.version not in CUTS:
            raise UnknownVersion(self.version)
        return CUTS[self.version](text)


def folded(lines: Iterable[str]) -> list[str]:
    """The lines in their folded form, without those of which nothing remains."""
    return [line for line in map(fold, lines) if line]


@dataclass(frozen=True)
class Wanted:
    """What to look for, in folded phrases. All of them stand in the piece, none of the excluded ones.

    `tier` narrows it, for the order by relevance: 1, all in the headline group; 2, all in headline group, credits and
    tags, and not all in the headline; 3, the other pieces; 0, any piece.
    """

    phrases: tuple[str, ...]
    excluded: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    first_key: int = 0
    last_key: int = LAST_KEY
    tier: int = 0

    @cached_property
    def grams(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(gram for phrase in self.phrases for gram in grams_of_phrase(phrase)))

    @cached_property
    def excluded_grams(self) -> tuple[int, ...]:
        """The excluded phrases that are no longer than a gram: the index alone leaves their pieces out."""
        return tuple(gram for phrase in self.excluded if is_exact(phrase) for gram in grams_of_phrase(phrase))

    def confirmations(self, place: str) -> tuple[list[str], list[str]]:
        """Conditions on the row `e` that its folded text has to confirm, and their parameters.

        `place` is the engine's function that says where in a text another first stands, from 1; 0 when nowhere. As
        the headline comes first in the text and the credits second, the first place tells the part as well.
        """
        conditions, parameters = [], []
        end = {1: "e.head_end", 2: "e.near_end"}.get(self.tier)
        for phrase in self.phrases:
            if not is_exact(phrase):
                conditions.append(f"{place}(e.text, %s) " + (f"BETWEEN 1 AND {end}" if end else "> 0"))
                parameters.append(phrase)
        if better_end := {2: "e.head_end", 3: "e.near_end"}.get(self.tier):
            inside = f"{place}(e.text, %s) BETWEEN 1 AND {better_end}"
            conditions.append(f"NOT ({' AND '.join([inside] * len(self.phrases))})")
            parameters += self.phrases
        for phrase in self.excluded:
            if not is_exact(phrase):
                conditions.append(f"{place}(e.text, %s) = 0")
                parameters.append(phrase)
        return conditions, parameters
