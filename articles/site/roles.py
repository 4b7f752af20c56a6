"""What a reporter did in his pieces, as tabs of his page: text, pictures, video … as the credits say."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Aggregate, JSONField
from django.utils.translation import gettext as _

# must part: 文/图   文、图   文 图   图 视频      must not part: 文字整理
BETWEEN = re.compile(r"[/／、，,\s]+")
#: Words of one meaning: 摄 and 供图 are pictures. A credit without a word is one for the text.
MEANINGS = {
    **dict.fromkeys(("", "文", "文字"), "文"),
    **dict.fromkeys(("图", "图片", "摄", "摄影", "供图"), "图"),
    **dict.fromkeys(("视频", "摄像"), "视频"),
}


@dataclass(frozen=True)
class Tab:
    """A part of a reporter's pieces: its name in the address, and the roles as printed that belong to it."""

    name: str
    roles: tuple[str, ...]

    @property
    def label(self) -> str:
        return {"文": _("Text"), "图": _("Photographs"), "视频": _("Video")}.get(self.name, self.name)


class PrintedRoles(Aggregate):
    """The different roles in which somebody is credited, as a list."""

    allow_distinct = True
    output_field = JSONField()

    def __init__(self) -> None:
        super().__init__("bylines__role", distinct=True)

    def as_sqlite(self, compiler, connection, **context) -> tuple:
        return super().as_sql(compiler, connection, function="json_group_array", **context)

    def as_postgresql(self, compiler, connection, **context) -> tuple:
        return super().as_sql(compiler, connection, function="jsonb_agg", **context)


def parts_of(printed: Iterable[str]) -> tuple[Tab, ...]:
    """The tabs of a reporter's page from his printed roles. A credit for text and picture (文/图) counts as both."""
    found: dict[str, list[str]] = {}
    for role in sorted(printed):
        for word in BETWEEN.split(role.strip()):
            found.setdefault(MEANINGS.get(word, word), []).append(role)
    known = list(dict.fromkeys(MEANINGS.values()))
    ordered = sorted(found, key=lambda name: (known.index(name) if name in known else len(known), name))
    return tuple(Tab(name, tuple(dict.fromkeys(found[name]))) for name in ordered)
