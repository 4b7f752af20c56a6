"""A disk that is really full or really read-only: a sentence in Chinese, nothing half, and work goes on afterwards.

The paper's home is a file system of its own, in memory; only root may mount one.
"""

import io
import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.audit.browsers import Browser, Reply
from tests.audit.homes import ENGINES, Home, new_home, status_of
from tests.forms import fields_in, rows
from tests.makers import BODY

pytestmark = pytest.mark.audit

SIZE = "64m"  # of the disk
ADD, PHOTO = "/admin/articles/article/add/", "/admin/articles/photo/add/"
FULL, READ_ONLY = "磁盘已满", "无法写入"


def mount(*arguments: str) -> None:
    done = subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"NO FILE SYSTEM COULD BE MOUNTED ({done.stderr.strip()}): full and read-only disks were not tried")


@pytest.fixture
def disk(tmp_path) -> Iterator[Path]:
    """Give a folder that is a file system of its own."""
    if os.getuid():
        pytest.skip("ONLY ROOT MAY MOUNT: full and read-only disks were not tried")
    folder = tmp_path / "disk"
    folder.mkdir()
    mount("-t", "tmpfs", "-o", f"size={SIZE}", "none", str(folder))
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill_up(folder: Path) -> None:
    """Leave no byte free."""
    with (folder / "filler").open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(65536))
        except OSError:
            pass
        try:
            while True:
                file.write(b"\0" * 512)
        except OSError:
            return


def failed(home: Home, *arguments: str) -> str:
    """What a command said that could not do its work; it was one sentence and no traceback."""
    command = home.start(*home.command(*arguments))
    said = command.communicate()[0]
    assert command.returncode != 0, said
    assert "Traceback" not in said, said
    return said


def new_piece(browser: Browser) -> Reply:
    fields = fields_in(browser.get(ADD).page, "article_form")
    fields |= rows("bylines", {"printed_name": "周明远"}) | rows("photos")
    return browser.post(ADD, {**fields, "headline": "青石桥重新通车", "body": BODY})


def new_photo(browser: Browser, colour: str) -> Reply:
    file = io.BytesIO()
    Image.effect_noise((1600, 1200), 80).save(file, "JPEG", quality=90)
    file.seek(0)
    file.name = f"{colour}.jpg"
    fields = fields_in(browser.get(PHOTO).page, "photo_form")
    return browser.post(PHOTO, {**fields, "upload": file})


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def report(home: Home) -> dict:
    return json.loads(home.module("tests.audit.newsroom", "report", "--as-it-is").splitlines()[-1])


@pytest.mark.parametrize("engine", ENGINES)
def test_a_full_disk_is_told_leaves_nothing_half_and_all_goes_on_once_there_is_room(engine, disk, tmp_path, tell):
    home = new_home(disk / "paper", engine)
    home.log_folder = tmp_path
    home.manage("collectstatic", "--noinput", "--verbosity", "0")
    home.module("tests.audit.newsroom", "prepare", "4")
    (page := tmp_path / "A01.txt").write_text(
        "青石桥重新通车\n\n　　本报讯　青石桥昨日重新通车。\n" * 20, encoding="utf-8"
    )
    server = home.serve()
    try:
        li, wang = Browser(home.address, "xiaoli"), Browser(home.address, "laowang")
        assert new_photo(li, "before").path != PHOTO
        before, there = report(home), files(home.folder / "private")
        fill_up(disk)
        tried = [new_photo(li, "full")]
        assert "磁盘已满" in failed(home, "backup", "--to", str(disk / "backups"))
        assert not list((disk / "backups").glob("gazette*"))
        if engine == "sqlite":  # the other's rows lie elsewhere
            tried += [new_piece(li)]
            failed(home, "import_articles", str(page))
            assert not wang.take(3, "first_review")
        for reply in tried:
            assert reply.status == 503, reply.page[:2000]
            assert FULL in reply.page
            assert "Traceback" not in reply.page
        assert status_of(f"{home.address}/") == status_of(f"{home.address}/healthz") == 200
        assert files(home.folder / "private") == there
        (disk / "filler").unlink()
        now = report(home)
        assert now["breaches"] == []
        assert (now["record"], now["pieces"]) == (before["record"], before["pieces"])
        assert new_photo(li, "after").path != PHOTO
        assert new_piece(li).path != ADD
        assert wang.take(3, "first_review")
        home.manage("import_articles", str(page))
        home.manage("backup", "--to", str(tmp_path / "backups"))
        assert report(home)["breaches"] == []
        tell(f"{engine}: {len(tried) + 1} deeds on a full disk refused, none half done")
    finally:
        server.stop()


@pytest.mark.parametrize("engine", ENGINES)
def test_a_read_only_disk_is_told_and_needs_no_restart_when_it_can_be_written_again(engine, disk, tmp_path, tell):
    home = new_home(disk / "paper", engine)
    home.log_folder = tmp_path
    home.manage("collectstatic", "--noinput", "--verbosity", "0")
    home.module("tests.audit.newsroom", "prepare", "4")
    (page := tmp_path / "A01.txt").write_text("青石桥重新通车\n\n　　本报讯　青石桥昨日重新通车。\n", encoding="utf-8")
    before = report(home)
    mount("-o", "remount,ro", str(disk))
    server = home.serve(until="healthz")
    try:
        failed(home, "backup", "--to", str(disk / "backups"))
        if engine == "postgresql":  # its rows lie elsewhere
            assert status_of(f"{home.address}/") == 200
            reply = new_photo(Browser(home.address, "xiaoli"), "read-only")
            assert (reply.status, READ_ONLY in reply.page) == (503, True), reply.page[:2000]
        else:  # SQLite keeps a log beside its file, and opens neither where it cannot write
            failed(home, "import_articles", str(page))
            assert status_of(f"{home.address}/readyz") == 503
            assert status_of(f"{home.address}/") in {500, 503}
        mount("-o", "remount,rw", str(disk))
        li, wang = Browser(home.address, "xiaoli"), Browser(home.address, "laowang")
        assert new_photo(li, "after").path != PHOTO
        assert new_piece(li).path != ADD
        assert wang.take(3, "first_review")
        assert report(home)["breaches"] == []
        assert report(home)["pieces"] == before["pieces"] + 1
        tell(f"{engine}: a read-only disk refused all, and nobody had to start anything anew")
    finally:
        server.stop()
