"""The Chinese catalogue names what its English sentences name: a number that is written out is wrong the next time."""

import re

import pytest
from django.conf import settings

FOLDER = settings.BASE_DIR / "locale" / "zh_Hans" / "LC_MESSAGES"
FIELD = re.compile(r"msgid_plural|msgid|msgstr(?:\[0\])?")
NAMED = re.compile(r"%\((\w+)\)")


def entries(name: str) -> list[dict[str, str]]:
    """The entries of a catalogue, each with its fields by name, as they stand in the file."""
    found = []
    for block in (FOLDER / name).read_text(encoding="utf-8").split("\n\n"):
        entry, field = {}, ""
        for line in block.splitlines():
            if match := FIELD.match(line):
                field = match[0]
            if not line.startswith("#"):
                entry[field] = entry.get(field, "") + line
        found.append(entry)
    return found


@pytest.mark.parametrize("name", ["django.po", "djangojs.po"])
def test_a_translation_names_what_the_english_sentence_names(name):
    wrong = [
        entry
        for entry in entries(name)
        if set(NAMED.findall(entry.get("msgid_plural", entry.get("msgid", ""))))
        != set(NAMED.findall(entry.get("msgstr[0]", entry.get("msgstr", ""))))
    ]
    assert not wrong


def test_every_sentence_is_translated():
    empty = [entry for entry in entries("django.po") if entry.get("msgstr[0]", entry.get("msgstr", "")).endswith(' ""')]
    assert not empty
