"""What the documents name is there: files, tests, commands, variables, addresses of make."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = ["README.md", "docs/operations.md", "docs/security.md", "deploy/environment.example"]
#: Folders of this house; what else looks like a path lies on the technician's machine.
OURS = "tests|deploy|docs|staff|articles|gazette|templates"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_names_only_what_there_is(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    for path in re.findall(rf"`((?:{OURS})/[\w./*-]*)`", text):
        assert list(ROOT.glob(path.rstrip("/"))), path
    for command in re.findall(r"manage\.py ([a-z_]+)", text):
        assert command in get_commands(), command
    for target in re.findall(r"`make ([a-z]+)", text):
        assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE), target


def test_the_check_for_known_holes_fails_where_a_package_cannot_be_looked_up():
    """Without --strict pip-audit says that all is well where it has found none of the packages."""
    (command,) = re.findall(r"/pip-audit (-.*)", (ROOT / "docs" / "security.md").read_text(encoding="utf-8"))
    assert {"--strict", "--require-hashes", "requirements.txt"} <= set(command.split())


def test_every_variable_of_the_units_is_one_that_the_settings_read():
    known = (ROOT / "gazette" / "settings.py").read_text(encoding="utf-8")
    example = (ROOT / "deploy" / "environment.example").read_text(encoding="utf-8")
    for variable in re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE):
        assert f"    {variable} " in known, variable
