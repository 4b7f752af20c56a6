"""Rows that were merged: the lists of a revision never change, so their keys are looked up when they are used.

A tag or reporter that was merged into another stays as a row that says into which.
"""

from collections.abc import Iterable

from articles.models.shared import Tag
from staff.models import Reporter


def credits(rows: Iterable[dict]) -> list[dict]:
    """The credits of a snapshot with the keys of the reporters as they are now; one that is gone is printed only."""
    rows = list(rows)
    now = meanings(row["reporter"] for row in rows)
    return [{**row, "reporter": now.get(row["reporter"])} for row in rows]


def tags(rows: Iterable[dict]) -> list[dict]:
    """The tags of a snapshot as they are now: by their names of today, merged ones as what they became, each once.

    Deleted ones are left out.
    """
    keys = [row["tag"] for row in rows]
    if not keys:
        return []
    now = {tag.pk: tag.merged_into or tag for tag in Tag.objects.filter(pk__in=keys).select_related("merged_into")}
    found = dict.fromkeys(now[key] for key in keys if key in now)
    return [{"tag": tag.pk, "name": tag.name} for tag in found]


def tag_named(name: str) -> Tag:
    """The tag of this name, whatever the case of its letters, or what it was merged into; made where there is none."""
    tag = Tag.objects.filter(name__iexact=name).select_related("merged_into").first()
    tag = tag or Tag.objects.get_or_create(name=name)[0]
    return tag.merged_into or tag


def meanings(keys: Iterable[int | None]) -> dict[int, int]:
    """Key of a reporter → key of the one for whom it stands; without those that are gone."""
    wanted = {key for key in keys if key}
    if not wanted:
        return {}
    return {key: into or key for key, into in Reporter.objects.filter(pk__in=wanted).values_list("pk", "merged_into")}
