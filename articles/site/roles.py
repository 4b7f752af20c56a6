"""What a reporter did in his pieces, as tabs of his page: text, pictures, video … as the credits say."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import JSONField
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

# must part: 文/图   文、图   文 图   图 视频      must not part: 文字整理
BETWEEN = re.compile(r"[/／、，,\s]+")
#: Words of one meaning: 摄 and 供图 are pictures. A credit without a word is one for the text.
MEANINGS = {
    **dict.fromkeys(("", "文", "文字", "撰文", "采写", "报道"), "文"),
    **dict.fromkeys(("图", "图片", "摄", "摄影", "供图"), "图"),
    **dict.fromkeys(("视频", "摄像"), "视频"),
}
#: Words that say both: whoever is credited so wrote and photographed.
BOTH = frozenset(("图文", "文图", "摄影报道"))


@dataclass(frozen=True)
class Tab:
    """A part of a reporter's pieces: its name in the address, and the roles as printed that belong to it."""

    name: str
    roles: tuple[str, ...]

    @property
    def label(self) -> str:
        return {"文": _("Text"), "图": _("Photographs"), "视频": _("Video")}.get(self.name, self.name)


class PrintedRoles(RawSQL):
    """The different roles in which somebody is credited, as a list.

    One step in the index of roles for each, from every role to the next: he may have 100,000 credits.
    """

    WALK = """
        WITH RECURSIVE walk(role) AS (
            SELECT MIN(role) FROM articles_publishedbyline WHERE reporter_id = %s
            UNION ALL SELECT (
                SELECT MIN(role) FROM articles_publishedbyline AS credit
                WHERE credit.reporter_id = %s AND credit.role > walk.role
            ) FROM walk WHERE walk.role IS NOT NULL
        ) SELECT {collected}(role) FROM walk WHERE role IS NOT NULL
    """
    COLLECTED: Mapping[str, str] = {"sqlite": "json_group_array", "postgresql": "jsonb_agg"}

    def __init__(self, reporter: int) -> None:
        super().__init__(self.WALK, (reporter, reporter), output_field=JSONField())

    def as_sql(self, compiler, connection) -> tuple:
        return f"({self.sql.format(collected=self.COLLECTED[connection.vendor])})", self.params


def parts_of(printed: Iterable[str]) -> tuple[Tab, ...]:
    """The tabs of a reporter's page from his printed roles. A credit for text and picture (文/图) counts as both."""
    found: dict[str, list[str]] = {}
    for role in sorted(printed):
        for word in BETWEEN.split(role.strip()):
            for name in ("文", "图") if word in BOTH else (MEANINGS.get(word, word),):
                found.setdefault(name, []).append(role)
    known = list(dict.fromkeys(MEANINGS.values()))
    ordered = sorted(found, key=lambda name: (known.index(name) if name in known else len(known), name))
    return tuple(Tab(name, tuple(dict.fromkeys(found[name]))) for name in ordered)
