"""Rows that were merged: the lists of a revision never change, so their keys are looked up when they are used.

A tag or reporter that was merged into another stays as a row that says into which.
"""

from collections.abc import Iterable

from articles.models.shared import Tag
from staff.models import Reporter


def credits(rows: Iterable[dict]) -> list[dict]:
    """The credits of a snapshot with the keys of the reporters as they are now; one that is gone is printed only."""
    rows = list(rows)
    now = _now(Reporter, (row["reporter"] for row in rows))
    return [{**row, "reporter": now.get(row["reporter"])} for row in rows]


def tags(rows: Iterable[dict]) -> list[dict]:
    """The tags of a snapshot as they are now: merged ones as what they became, each once; deleted ones are left out."""
    rows = list(rows)
    now = _now(Tag, (row["tag"] for row in rows))
    moved = {key for old, key in now.items() if key != old}
    names = dict(Tag.objects.filter(pk__in=moved).values_list("pk", "name")) if moved else {}
    found = {}
    for row in rows:
        if key := now.get(row["tag"]):
            found.setdefault(key, {"tag": key, "name": names.get(key, row["name"])})
    return list(found.values())


def _now(model: type[Reporter] | type[Tag], keys: Iterable[int | None]) -> dict[int, int]:
    """Key → key of the row that it stands for; without those that are gone."""
    wanted = {key for key in keys if key}
    if not wanted:
        return {}
    return {key: into or key for key, into in model.objects.filter(pk__in=wanted).values_list("pk", "merged_into")}
