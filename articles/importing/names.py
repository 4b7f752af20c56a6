"""Keys for the names of an archive: reporters and tags are looked up once a run, not once a piece."""

from collections.abc import Iterable, Mapping

from articles.importing.reporters import LONGEST_NAME
from articles.models.imports import ImportBatch
from articles.models.shared import Tag
from staff.models import Reporter

NAMESAKES = None  # the key of a name that several reporters have: the printed name stands without a key


class Names:
    """What the house knows by name when the run begins, and what the run adds to it. After a rollback, make a new one.

    Rules as of a draft's import (importing.reporters): an unknown name becomes an unconfirmed reporter, namesakes are
    left open, and what was merged into another row stands for that one.
    """

    def __init__(self) -> None:
        found: dict[str, set[int]] = {}
        for name, pk, other in Reporter.objects.values_list("name", "pk", "merged_into"):
            found.setdefault(name, set()).add(other or pk)
        self._reporters = {name: keys.pop() if len(keys) == 1 else NAMESAKES for name, keys in found.items()}
        rows = list(Tag.objects.values_list("pk", "name", "merged_into"))
        names = {pk: name for pk, name, _other in rows}
        self._tags = {name.casefold(): (other or pk, names[other or pk]) for pk, name, other in rows}

    def reporter(self, name: str) -> int | None:
        """The key of a reporter; none for namesakes. `make_reporters` has seen the name."""
        return self._reporters[name[:LONGEST_NAME]]

    def tag(self, name: str) -> tuple[int, str]:
        """The key of a tag, and its name as the house writes it. `make_tags` has seen the name."""
        return self._tags[name.casefold()]

    def make_reporters(self, credits: Iterable[tuple[Mapping[str, str], ImportBatch]]) -> dict[int, int]:
        """Make those who are unknown, unconfirmed, and note which import made them. Gives how many each batch made."""
        unknown: dict[str, tuple[str, ImportBatch]] = {}
        for credit, batch in credits:
            name = credit["name"][:LONGEST_NAME]
            if name not in self._reporters:
                unknown.setdefault(name, (credit["organisation"], batch))
        if not unknown:
            return {}
        # Who is made by somebody else at this very moment is no error: his row is taken.
        Reporter.objects.bulk_create(
            [Reporter(name=name, organisation=said, is_confirmed=False) for name, (said, _batch) in unknown.items()],
            ignore_conflicts=True,
        )
        keys = dict(Reporter.objects.filter(name__in=unknown, distinction="").values_list("name", "pk"))
        through = ImportBatch.reporters_made.through
        through.objects.bulk_create(
            through(importbatch_id=batch.pk, reporter_id=keys[name]) for name, (_said, batch) in unknown.items()
        )
        self._reporters |= keys
        made: dict[int, int] = {}
        for _said, batch in unknown.values():
            made[batch.pk] = made.get(batch.pk, 0) + 1
        return made

    def make_tags(self, names: Iterable[str]) -> None:
        """Make those that are unknown."""
        for name in names:
            if name.casefold() not in self._tags:
                tag = Tag.objects.create(name=name)
                self._tags[name.casefold()] = (tag.pk, tag.name)
