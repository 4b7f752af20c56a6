"""Everything that Gazette runs on is pinned with its hash, states a licence that asks nothing, and names no host."""

import re
from pathlib import Path

import pytest

from gazette.operations import licences

ROOT = Path(__file__).resolve().parents[2]
PINNED = licences.pinned(ROOT / "requirements.txt")


@pytest.mark.parametrize("name", [name for name, _version in PINNED])
def test_a_package_states_a_licence_that_asks_nothing(name):
    assert licences.is_known(licences.licence(name)), licences.licence(name)


def test_the_page_of_licences_is_that_of_the_pinned_packages():
    page = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| (\S+) \| (\S+) \|", page, re.MULTILINE)[1:] == PINNED


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_no_list_of_requirements_names_a_host_and_every_package_has_hashes(file):
    text = (ROOT / file).read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index" not in text
    assert len(PINNED) > 20
    for block in re.split(r"\n(?=[A-Za-z0-9])", text)[1:]:
        assert "--hash=sha256:" in block, block.splitlines()[0]
