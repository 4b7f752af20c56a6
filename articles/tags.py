"""How tags are typed: between Chinese or Western commas and semicolons, one space-separated word never split.

taggit's own parser cuts at spaces and knows no Chinese comma; the settings `TAGGIT_TAGS_FROM_STRING` and
`TAGGIT_STRING_FROM_TAGS` name the two functions here instead.
"""

import re
from collections.abc import Iterable
from typing import Protocol

# must match: "，" "、" "," ";" "；" and a line end; must not match: a space inside "新 标签"
SEPARATOR = re.compile(r"[，、,；;\r\n]+")
# Characters without any shape come along with a paste and would make two tags that look the same.
SHAPELESS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffd\u200b-\u200f\ufeff]")


class Named(Protocol):
    """What `to_string` wants of a tag: taggit hands over `Tag` rows."""

    name: str


def from_string(typed: str | None) -> list[str]:
    """Return the tags in the order in which they were typed; of tags that differ only in case, the first stays."""
    tags: dict[str, str] = {}
    for part in SEPARATOR.split(SHAPELESS.sub("", typed or "")):
        if tag := part.strip():
            tags.setdefault(tag.casefold(), tag)
    return list(tags.values())


def to_string(tags: Iterable[Named]) -> str:
    """Return the tags as `from_string` reads them back, in the order of their names: "党建，防汛"."""
    return "，".join(sorted(tag.name for tag in tags))
