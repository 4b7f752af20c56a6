"""A backup holds the whole paper, is whole or not there, and comes back as it was; never over another paper."""

import gzip
import hashlib
import io
import json
import os
import resource
import shutil
import stat
import sys
import tarfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from articles import editing, generation, invariants, search, triggers
from articles.models.newsroom import Article
from articles.models.published import PublishedArticle
from articles.models.shared import Photo, SiteSettings
from articles.public_pictures import files
from articles.workflow import Status
from gazette.operations import backup, restore, rows, switches
from gazette.operations.models import Switch
from staff.models import User
from tests.cast import PASSWORD, hire
from tests.makers import advance, make_draft, make_photo, make_piece_at, make_published

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path) -> Path:
    """A GAZETTE_HOME of its own, with a key."""
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()
    (settings.HOME / "secret_key").write_text("k" * 60)
    settings.STORAGES = settings.STORAGES | {
        "default": settings.STORAGES["default"] | {"OPTIONS": {"location": settings.HOME / "private"}},
        "public": settings.STORAGES["public"] | {"OPTIONS": {"location": settings.HOME / "public", "base_url": "/m/"}},
    }
    return settings.HOME


def a_paper() -> None:
    """Pieces in every state, photos, a withdrawal, a line in the admin's log, a switch that was turned."""
    cast = hire()
    SiteSettings.objects.create(pk=1, name="长椿区报")
    for status in (Status.DRAFT, Status.FIRST_REVIEW, Status.SCHEDULED, Status.WITHDRAWN):
        make_piece_at(status, pictures=[make_photo()], tags="民生")
    make_published("食堂\u3000“开张”🍚", pictures=[make_photo("gold")], tags="食堂")
    advance(make_published("改过"), "correct", by=cast.wang)
    LogEntry.objects.log_actions(cast.zhou.pk, [cast.li], 2, "[]", single_object=True)
    switches.turn(Switch.READ_ONLY, is_on=False, reason="演练")


def everything() -> dict[str, list]:
    """All rows of all tables, as lines."""
    found = {}
    for table, model in rows.models_of(rows.applied()).items():
        file = io.StringIO()
        rows.write(model, file)
        found[table] = [json.loads(line) for line in file.getvalue().splitlines()]
    return found


def empty_the_place(home: Path) -> None:
    """As a new machine is, with its tables made."""
    triggers.remove()
    connection.check_constraints()  # PostgreSQL empties no table about which it has still to think.
    connection.disable_constraint_checking()
    with connection.cursor() as cursor:
        tables = [table for table in connection.introspection.table_names() if table != "django_migrations"]
        if connection.vendor == "postgresql":
            cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")
        else:
            for table in (table for table in tables if "_fts" not in table):
                cursor.execute(f"DELETE FROM {table}")
    connection.enable_constraint_checking()
    for folder in ("private", "public"):
        shutil.rmtree(home / folder, ignore_errors=True)
    (home / "secret_key").unlink(missing_ok=True)


def made(folder: Path, **options) -> Path:
    return backup.make(folder, **{"keep": 14, "now": timezone.now(), **options}).path


# --- there and back --------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_paper_comes_back_as_it_was_in_another_life(home, tmp_path, monkeypatch):
    monkeypatch.delenv("SECRET_KEY")  # it lies in its file
    a_paper()
    before, epoch = everything(), generation.current().epoch
    public = set(files(storages["public"]))
    file = made(tmp_path / "kept")
    number = Article.objects.order_by("-pk").first().pk
    empty_the_place(home)
    assert not Article.objects.exists()

    out = io.StringIO()
    call_command("restore", str(file), stdout=out)

    after = everything()
    assert "完好" in out.getvalue()
    for table in before.keys() - {"articles_generation"}:
        assert after[table] == before[table], table
    assert generation.current().epoch != epoch
    assert public
    assert set(files(storages["public"])) == public
    assert (home / "secret_key").read_text() == "k" * 60
    assert stat.S_IMODE((home / "secret_key").stat().st_mode) == 0o600
    assert invariants.breaches() == []
    assert triggers.standing() == triggers.names()
    # It is a paper that one can work in.
    assert search.search("食堂").total
    assert make_draft("恢复之后").pk > number
    editing.release_due(now=timezone.now() + timedelta(hours=2))
    assert invariants.breaches() == []
    assert User.objects.get(username="laowang").check_password(PASSWORD)


def test_what_a_backup_holds_is_said_in_it_and_no_login_is_among_it(tmp_path):
    a_paper()
    Client().login(username="laowang", password=PASSWORD)
    with backup.opened(made(tmp_path)) as (tar, manifest):
        names = tar.getnames()
    assert (manifest.paper, manifest.engine) == ("长椿区报", connection.vendor)
    assert manifest.tables["articles_article"] == Article.objects.count()
    assert manifest.missing == []
    assert set(names[:-1]) == set(manifest.members)
    assert not [name for name in names if "session" in name or "searchentry" in name]
    assert {f"private/{photo.file.name}" for photo in Photo.objects.all()} <= set(names)


def test_only_its_owner_can_read_a_backup(tmp_path):
    file = made(tmp_path / "new")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_picture_that_is_gone_is_named_and_stops_nothing(tmp_path):
    photo = make_photo()
    storages["default"].delete(photo.file.name)
    said = io.StringIO()
    call_command("backup", to=tmp_path, stdout=io.StringIO(), stderr=said)
    assert photo.file.name in said.getvalue()


def test_an_original_that_is_another_than_was_kept_is_named(tmp_path):
    photo = make_photo()
    assert backup.changed(backup.check(made(tmp_path))) == []
    with storages["default"].open(photo.file.name, "r+b") as file:
        file.write(b"\0")
    said = io.StringIO()
    call_command("backup", to=tmp_path, stdout=io.StringIO(), stderr=said)
    assert f"private/{photo.file.name}：" in said.getvalue()
    call_command("restore", backup.there(tmp_path)[0], check=True, stdout=said)
    assert said.getvalue().count(photo.file.name) == 2


def test_a_paper_that_was_not_whole_comes_back_and_what_is_missing_is_named(home, tmp_path):
    photo, damaged = make_photo(), make_photo("gold")
    make_published(pictures=[photo, damaged])
    storages["default"].delete(photo.file.name)
    (home / "private" / damaged.file.name).write_bytes(b"no picture")
    file = made(tmp_path)
    empty_the_place(home)
    with pytest.raises(CommandError, match="不完整") as said:
        call_command("restore", str(file), stdout=io.StringIO())
    assert photo.file.name in str(said.value)
    assert PublishedArticle.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_is_published_and_withdrawn_while_the_backup_runs_does_not_tear_it(home, tmp_path, monkeypatch):
    """The rows are of one moment; a picture that leaves the public side meanwhile is made anew of its original."""
    cast, photo = hire(), make_photo()
    article = make_published(pictures=[photo])
    listed = backup.files

    def meanwhile(storage):
        advance(Article.objects.get(pk=article.pk), "withdraw", by=cast.zhao, note="失实。")
        make_published("来得晚", pictures=[make_photo("teal")])
        return listed(storage)

    monkeypatch.setattr(backup, "files", meanwhile)
    file = made(tmp_path)
    empty_the_place(home)
    restored = restore.restore(file, say=lambda words: None)
    assert restored.breaches == ()
    assert list(PublishedArticle.objects.values_list("pk", flat=True)) == [article.pk]
    assert set(files(storages["public"]))


# --- older and newer ones --------------------------------------------------------------------------------------------


def test_a_backup_of_a_newer_version_is_refused_by_name(home, tmp_path):
    manifest = backup.check(made(tmp_path))
    newer = backup.Manifest(**{**vars(manifest), "migrations": [*manifest.migrations, ("articles", "9999_later")]})
    assert "articles.9999_later" in restore.why_not_here(newer)


def test_tables_of_another_version_are_refused(tmp_path):
    manifest = backup.check(made(tmp_path))
    empty_the_place(tmp_path)
    older = backup.Manifest(**{**vars(manifest), "migrations": manifest.migrations[:-1]})
    assert "版本" in restore.why_not_here(older)


# --- refusals --------------------------------------------------------------------------------------------------------


def test_nothing_is_restored_over_a_paper(tmp_path):
    a_paper()
    file = made(tmp_path)
    before = everything()
    with pytest.raises(CommandError, match="已有"):
        call_command("restore", str(file))
    assert everything() == before


def test_nothing_is_restored_among_the_pictures_of_another(home, tmp_path):
    file = made(tmp_path)
    empty_the_place(home)
    make_photo()
    Photo.objects.all().delete()
    with pytest.raises(CommandError, match="不是空的"):
        call_command("restore", str(file))


def torn(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def flipped(file: Path) -> None:
    """One bit, in the middle of the longest member."""
    with tarfile.open(file) as tar:
        longest = max(tar.getmembers(), key=lambda member: member.size)
    with file.open("r+b") as opened:
        opened.seek(longest.offset_data + longest.size // 2)
        byte = opened.read(1)
        opened.seek(-1, os.SEEK_CUR)
        opened.write(bytes([byte[0] ^ 1]))


def another(file: Path) -> None:
    file.write_bytes(b"%PDF-1.4 something else")


@pytest.mark.parametrize("deed", [torn, flipped, another, lambda file: file.write_bytes(b"")])
def test_a_damaged_backup_is_refused_before_anything_is_touched(home, tmp_path, deed):
    make_published(pictures=[make_photo()])
    file = made(tmp_path)
    empty_the_place(home)
    deed(file)
    for options in ({"check": True}, {}):
        with pytest.raises(CommandError) as refused:
            call_command("restore", str(file), **options)
        assert str(file) in str(refused.value)
    assert not User.objects.exists()
    assert not (home / "private").exists()


def forged(file: Path, change) -> None:
    """Put a backup together anew, with digests that are right, after `change` had its members and its manifest."""
    with tarfile.open(file) as tar:
        members = {member.name: (member, tar.extractfile(member).read()) for member in tar.getmembers()}
    manifest = json.loads(members.pop(next(name for name in members if name.startswith("manifest")))[1])
    manifest = change(members, manifest) or manifest
    if isinstance(manifest, dict) and "members" in manifest:
        manifest["members"] = {name: hashlib.sha256(data).hexdigest() for name, (_info, data) in members.items()}
    written = json.dumps(manifest).encode()
    name = f"manifest-{hashlib.sha256(written).hexdigest()}.json"
    with tarfile.open(file, "w") as tar:
        for info, data in [*members.values(), (tarfile.TarInfo(name), written)]:
            info.size = 0 if info.issym() else len(data)
            tar.addfile(info, io.BytesIO(data))


def renamed(name: str):
    def change(members: dict, manifest: dict) -> None:
        info, data = next(members.pop(member) for member in [*members] if member.startswith("private/originals"))
        info.name = name
        members[name] = (info, data)

    return change


def linked(members: dict, manifest: dict) -> None:
    name = next(name for name in members if name.startswith("private/"))
    info = tarfile.TarInfo(name)
    info.type, info.linkname = tarfile.SYMTYPE, "../README.txt"
    members[name] = (info, members["README.txt"][1])


def without_reviews(members: dict, manifest: dict) -> None:
    del members["tables/articles_review.jsonl.gz"], manifest["tables"]["articles_review"]


def uncounted_reviews(members: dict, manifest: dict) -> None:
    del manifest["tables"]["articles_review"]


def lines(text: str):
    def change(members: dict, manifest: dict) -> None:
        info, _data = members["tables/staff_user.jsonl.gz"]
        members["tables/staff_user.jsonl.gz"] = (info, gzip.compress(text.encode()))

    return change


@pytest.mark.parametrize(
    "change",
    [
        renamed("private/../../outside"), renamed("private//outside"), renamed("private/originals/.part"), linked,
        without_reviews, uncounted_reviews, lambda members, manifest: manifest.pop("settings") and None,
        lambda members, manifest: ["no manifest"], lambda members, manifest: manifest | {"migrations": [[["a"], 1, 2]]},
        lambda members, manifest: manifest | {"more": 1},
    ],
)  # fmt: skip
def test_a_forged_backup_is_refused_before_anything_is_touched(home, tmp_path, change):
    make_published(pictures=[make_photo()])
    file = made(tmp_path / "kept")
    empty_the_place(home)
    forged(file, change)
    with pytest.raises(CommandError) as refused:
        call_command("restore", str(file))
    assert len(str(refused.value).splitlines()) == 1
    assert not User.objects.exists()
    assert {path.name for path in tmp_path.iterdir()} == {"kept", "home"}
    assert not list(home.iterdir())


@pytest.mark.parametrize("text", ["", "no JSON", '["id"]\n{}\n', '["no_column"]\n[1]\n', '["id"]\n["one"]\n', "[1]\n"])
def test_lines_that_are_no_rows_are_one_sentence_and_no_row_stays(home, tmp_path, text):
    make_published()
    file = made(tmp_path)
    empty_the_place(home)
    forged(file, lines(text))
    with pytest.raises(CommandError, match="staff_user"):
        call_command("restore", str(file))
    assert not User.objects.exists()
    assert not Article.objects.exists()


def test_a_file_that_is_not_there_is_one_sentence(tmp_path):
    with pytest.raises(CommandError, match=r"no\.tar"):
        call_command("restore", str(tmp_path / "no.tar"))


# --- one file, and the older ones ------------------------------------------------------------------------------------


def test_the_newest_stay_and_foreign_files_are_left_alone(tmp_path):
    now = datetime(2026, 11, 19, 19, tzinfo=UTC)
    (tmp_path / "gazette-notes.tar").write_text("mine")
    for day in range(4):
        last = backup.make(tmp_path, keep=2, now=now + timedelta(days=day))
    assert [path.name for path in backup.there(tmp_path)] == [
        "gazette-20261123-030000.tar",
        "gazette-20261122-030000.tar",
    ]
    assert last.removed == ("gazette-20261121-030000.tar",)
    assert (tmp_path / "gazette-notes.tar").exists()
    assert made(tmp_path, now=now + timedelta(days=3)).name == "gazette-20261123-030001.tar"  # never over another


def test_what_a_killed_backup_left_goes_with_the_next_one(tmp_path):
    (tmp_path / "gazette-20261120-030000.tar.part").write_bytes(b"half")
    assert backup.there(tmp_path) == []
    made(tmp_path)
    assert not list(tmp_path.glob("*.part"))


def test_of_two_at_once_the_second_is_told(tmp_path):
    with backup._writing(tmp_path), pytest.raises(backup.CannotBackUp, match="正在"):
        made(tmp_path)


def test_none_to_keep_is_refused(tmp_path):
    with pytest.raises(CommandError, match="--keep"):
        call_command("backup", to=tmp_path, keep=0)


def test_a_disk_that_is_full_is_one_sentence_and_leaves_nothing(tmp_path, monkeypatch):
    """A limit on the size of files stands for the disk: the writing fails in the same place."""
    make_published(pictures=[make_photo(width=2000, height=1500)])
    monkeypatch.setattr(sys, "dont_write_bytecode", True)  # a compiled module would be torn, too
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, before[1]))
    try:
        with pytest.raises(CommandError, match="已满"):
            call_command("backup", to=tmp_path / "kept")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert [path.name for path in (tmp_path / "kept").iterdir()] == [".lock"]


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match="file/kept"):
        call_command("backup", to=tmp_path / "file" / "kept")
