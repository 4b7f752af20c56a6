"""帮助: the editors' handbook, with its pictures, for whoever is logged in."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tests.cast import Cast, logged_in

HELP = "/admin/help/"
FOLDER = Path(settings.BASE_DIR) / "docs" / "handbook"
WRITTEN = (FOLDER / "handbook.html").read_text(encoding="utf-8")
PICTURES = re.findall(r'<img src="(pictures/[\w.-]+)" alt="([^"]*)" width="\d+" height="\d+"', WRITTEN)


@pytest.mark.django_db
def test_staff_read_it_in_the_desk_and_find_it_on_every_page(cast: Cast) -> None:
    client = logged_in(cast.li)
    assert f'href="{HELP}"' in client.get("/admin/").content.decode()
    html = client.get(HELP).content.decode()
    assert "待初审 → 待复审" in html
    assert html.count("<main") == 1
    for address, _words in PICTURES:
        assert client.get(HELP + address)["Content-Type"] == "image/webp"


@pytest.mark.django_db
def test_readers_do_not(client: Client) -> None:
    assert client.get(HELP).status_code == 302
    assert client.get(f"{HELP}pictures/login.webp").status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["none.webp", "..%2Fhandbook.html", "take_pictures.py"])
def test_nothing_else_of_the_folder_is_served(cast: Cast, name: str) -> None:
    assert logged_in(cast.li).get(f"{HELP}pictures/{name}").status_code == 404


def test_every_picture_is_described_and_every_chapter_is_found() -> None:
    assert len(PICTURES) == WRITTEN.count("<img ") >= 10
    assert all(words for _address, words in PICTURES)
    assert {file.name for file in (FOLDER / "pictures").iterdir()} == {Path(one).name for one, _words in PICTURES}
    chapters = re.findall(r'<h2 id="([a-z]+)">', WRITTEN)
    assert re.findall(r'<a href="#([a-z]+)">', WRITTEN) == chapters


def test_the_folder_stays_small() -> None:
    assert sum(file.stat().st_size for file in FOLDER.rglob("*") if file.is_file()) < 4 * 1024 * 1024
