"""The W3C's checker has nothing to say of any page, stylesheet or drawing."""

import re
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings

from tests.audit.tools import complaints_of_the_checker

pytestmark = pytest.mark.audit

#: What pages of this name answer; all others 200.
STATUS = {"404": 404, "410": 410, "503": 503}
STYLESHEETS = Path(settings.BASE_DIR) / "articles" / "static"


def body_of(address: str, *, status: int = 200) -> bytes:
    try:
        response = urllib.request.urlopen(address, timeout=20)
    except urllib.error.HTTPError as error:
        response = error
    assert response.status == status, address
    return response.read()


def test_every_kind_of_page_is_valid_html(sample, tmp_path):
    files = []
    for name, path in sample.pages.items():
        file = tmp_path / f"{name.replace(' ', '-')}.html"
        file.write_bytes(body_of(sample.address + path, status=STATUS.get(name, 200)))
        files.append(file)
    assert complaints_of_the_checker(files=files) == []


def test_every_public_piece_is_valid_html(sample, tmp_path):
    files = []
    for path in sample.texts:
        file = tmp_path / f"{path.strip('/').replace('/', '-')}.html"
        file.write_bytes(body_of(sample.address + path))
        files.append(file)
    assert len(files) >= 30
    assert complaints_of_the_checker(files=files) == []


def test_the_readers_stylesheets_and_drawings_are_valid(tmp_path):
    sheets, drawings = sorted(STYLESHEETS.glob("site/*.css")), sorted(STYLESHEETS.glob("*/*.svg"))
    assert sheets
    assert complaints_of_the_checker("--css", files=sheets) == []
    assert complaints_of_the_checker("--svg", files=drawings) == []


def test_the_checker_would_have_complained(tmp_path):
    file = tmp_path / "broken.html"
    file.write_text("<!doctype html><html lang=zh><title>x</title><p><div></p><img src=a.jpg>", encoding="utf-8")
    assert [line for line in complaints_of_the_checker(files=[file]) if re.search("alt", line)]
