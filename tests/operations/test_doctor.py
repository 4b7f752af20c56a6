"""The doctor names each thing that is wrong and how to mend it; of an installation that is well it names nothing."""

import errno
import json
import os
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfoNotFoundError

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import ConnectionHandler, OperationalError, connection
from django.utils import timezone

from articles import triggers
from articles.admin.sitesettings import WANTED
from articles.models.record import Review
from articles.models.search import SearchEntry
from articles.models.shared import SiteSettings
from gazette import environment
from gazette.operations import backup, doctor, rows, switches
from gazette.operations.doctor import database, installation, paper
from gazette.operations.models import Switch
from staff.models import User
from tests.makers import make_published

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def well(settings, tmp_path, monkeypatch, cast) -> Path:
    """An installation in which nothing is wrong."""
    home = tmp_path / "home"
    for folder in ("private", "public", "pages", "static", "backups"):
        (home / folder).mkdir(parents=True, mode=0o700)
    home.chmod(0o711)
    (home / "static" / "staticfiles.json").write_text("{}")
    (home / "backups" / "gazette-20261120-030000.tar").write_text("")
    monkeypatch.setenv("SECRET_KEY", "0123456789abcdefghij" * 3)
    settings.HOME, settings.STATIC_ROOT, settings.PAGE_CACHE_FOLDER = home, home / "static", home / "pages"
    settings.SITE_URL, settings.SITE_HOST, settings.IS_HTTPS = "https://www.example.cn", "www.example.cn", True
    settings.SECURE_PROXY_SSL_HEADER, settings.PROXY_ADDRESSES = ("HTTP_X_FORWARDED_PROTO", "https"), ["127.0.0.1"]
    settings.SECOND_FACTOR_DUE = "leaders"
    SiteSettings.objects.create(pk=1, name="长椿区报", **dict.fromkeys(WANTED, "有"))
    monkeypatch.setattr(installation, "is_synchronised", lambda: True)
    monkeypatch.setattr(installation.shutil, "disk_usage", lambda folder: SimpleNamespace(free=100 * installation.GIB))
    monkeypatch.setattr(installation.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(installation.cards, "can_draw", lambda: True)
    return home


def codes(found) -> list[str]:
    return [finding.code for finding in found]


def examined(home: Path) -> list[str]:
    return codes(doctor.examine(home / "backups"))


def test_an_installation_that_is_well_has_no_finding(well):
    make_published()
    assert examined(well) == []


# --- without the database --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "file", "mode", "is_wrong"),
    [
        ("", None, 0, True),
        ("", "0123456789abcdefghij" * 3, 0o600, False),
        ("", "0123456789abcdefghij" * 3, 0o644, True),
        ("", "a" * 60, 0o600, True),
        ("a" * 60, None, 0, True),
        ("0123456789abcdefghij" * 3, None, 0, False),
    ],
)
def test_a_key_is_there_random_and_nobody_elses(well, monkeypatch, key, file, mode, is_wrong):
    monkeypatch.setenv("SECRET_KEY", key)
    if file:
        (well / "secret_key").write_text(file)
        (well / "secret_key").chmod(mode)
    assert (codes(installation.secret_key()) == ["secret-key"]) == is_wrong


@pytest.mark.parametrize(
    ("name", "value", "check", "code"),
    [
        ("DEBUG", True, installation.debugging, "debug"),
        ("SITE_HOST", "127.0.0.1", installation.address, "site-url"),
        ("IS_HTTPS", False, installation.address, "https"),
        ("SECURE_PROXY_SSL_HEADER", None, installation.proxy, "proxy"),
        ("PROXY_ADDRESSES", [], installation.proxy, "proxy"),
        ("TIME_ZONE", "UTC", installation.clock, "time-zone"),
        ("SECOND_FACTOR_DUE", "nobody", paper.second_factor, "second-factor"),
    ],
)
def test_a_setting_that_endangers_the_paper_is_named(settings, name, value, check, code):
    assert codes(check()) == []
    setattr(settings, name, value)
    assert codes(check()) == [code]


@pytest.mark.parametrize("name", ["private", "backups", "paper.sqlite3", "paper.sqlite3-wal"])
def test_what_others_can_read_is_named_with_the_command_that_ends_it(well, name):
    path = well / name
    if not path.exists():
        path.write_text("")
    path.chmod(0o755)
    found = list(installation.folders())
    assert codes(found) == ["folders"]
    assert str(path) in found[0].what
    assert "chmod 7" in found[0].mend or "chmod 6" in found[0].mend


@pytest.mark.parametrize("name", ["private", "public", "pages"])
def test_a_file_where_a_folder_should_be_is_named(well, name):
    (well / name).rmdir()
    (well / name).write_text("")
    (well / name).chmod(0o600)
    (found,) = installation.folders()
    assert found.mend.endswith(f"mv {well / name} {well / name}.old")


def test_a_home_that_this_account_may_not_enter_is_named_once_and_ends_nothing(well, monkeypatch):
    """Root may enter everything, so here a look at anything in it fails as it would for another account."""
    real = Path.stat

    def stat(path, **options):
        if well in path.parents:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(well))
        return real(path, **options)

    monkeypatch.setattr(Path, "stat", stat)
    (found,) = doctor.examine(well / "backups")
    assert str(well) in found.what
    assert f"chmod u+rwx {well}" in found.mend


def test_a_folder_that_cannot_be_written_to_is_named(well, monkeypatch):
    monkeypatch.setattr(installation.os, "access", lambda path, mode: not str(path).endswith("public"))
    assert [str(well / "public") in finding.what for finding in installation.folders()] == [True]


@pytest.mark.parametrize(("free", "level"), [(0.5, "error"), (3, "warning"), (6, None)])
def test_a_disk_that_fills_is_named_in_time(monkeypatch, free, level):
    monkeypatch.setattr(installation.shutil, "disk_usage", lambda folder: SimpleNamespace(free=free * installation.GIB))
    assert [finding.level for finding in installation.disk()] == ([level] if level else [])


@pytest.mark.parametrize(("kept", "is_wrong"), [(True, False), (None, False), (False, True)])
def test_a_clock_that_nobody_keeps_is_named(monkeypatch, kept, is_wrong):
    monkeypatch.setattr(installation, "is_synchronised", lambda: kept)
    assert (codes(installation.clock()) == ["clock"]) == is_wrong


def test_a_clock_that_was_never_set_and_a_machine_without_time_zones_are_named(monkeypatch):
    def no_zones(name):
        raise ZoneInfoNotFoundError(name)

    monkeypatch.setattr(installation.timezone, "now", lambda: datetime(1970, 1, 1, tzinfo=UTC))
    monkeypatch.setattr(installation, "ZoneInfo", no_zones)
    assert codes(installation.clock()) == ["time-zone", "clock"]


def test_a_package_that_is_not_the_pinned_one_is_named(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    (tmp_path / "requirements.txt").write_text("django==1.0 \\\n    --hash=sha256:00\nno-such-thing==2\n")
    (found,) = installation.packages()
    assert "django" in found.what
    assert "no-such-thing" in found.what


def test_static_files_that_are_missing_or_old_are_named(well):
    manifest = well / "static" / "staticfiles.json"
    os.utime(manifest, (0, 0))
    assert codes(installation.static_files()) == ["static-files"]
    manifest.unlink()
    assert codes(installation.static_files()) == ["static-files"]


def test_kept_pages_that_nginx_cannot_reach_are_named(well, settings):
    settings.PAGE_CACHE_PLAIN_FILES = True
    assert codes(installation.kept_pages()) == []
    well.chmod(0o700)
    assert codes(installation.kept_pages()) == ["kept-pages"]


def test_a_machine_without_chinese_characters_and_root_are_named(monkeypatch):
    monkeypatch.setattr(installation.cards, "can_draw", lambda: False)
    monkeypatch.setattr(installation.os, "geteuid", lambda: 0)
    assert codes(installation.fonts()) + codes(installation.account_of_the_process()) == ["fonts", "root"]


@pytest.mark.parametrize(("hours", "is_wrong"), [(1, False), (25, False), (27, True), (None, True)])
def test_a_backup_that_is_old_or_missing_is_named(well, hours, is_wrong):
    (there,) = backup.there(well / "backups")
    if hours is None:
        there.unlink()
    else:
        then = (timezone.now() - timedelta(hours=hours)).timestamp()
        os.utime(there, (then, then))
    assert (codes(paper.backups(well / "backups")) == ["backup"]) == is_wrong


# --- the database ----------------------------------------------------------------------------------------------------


def test_a_database_that_does_not_answer_is_named_and_ends_the_questions(well, monkeypatch):
    def away():
        raise OperationalError("connection refused\nIs the server running?")

    monkeypatch.setattr(connection, "ensure_connection", away)
    (found,) = doctor.examine(well / "backups")
    assert found.code == "database"
    assert "connection refused" in found.what
    assert "Is the server" not in found.what


def test_why_a_postgresql_does_not_answer_is_said_and_at_once(well, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://desk:geheim@127.0.0.1:1/paper")
    nowhere = ConnectionHandler({"default": environment.database(well, pool_size=2)})["default"]
    monkeypatch.setattr(database, "connection", nowhere)
    (found,) = database.connection_made()
    assert "refused" in found.what
    assert "geheim" not in found.what


@pytest.mark.parametrize("table", ["articles_debt", "articles_searchentry"])
def test_a_table_that_is_gone_is_named_and_not_sent_to_migrate(well, table):
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} RENAME TO gone")
    (found,) = doctor.examine(well / "backups")
    assert (found.code, table in found.what, "migrate" in found.mend) == ("tables", True, False)


def test_a_database_that_answers_and_cannot_be_read_is_named(well, monkeypatch):
    def broken():
        raise OperationalError("database disk image is malformed")

    monkeypatch.setattr(doctor, "OF_THE_DATABASE", (broken,))
    (found,) = doctor.examine(well / "backups")
    assert "malformed" in found.what
    assert "docs/operations.md" in found.mend


@pytest.mark.parametrize(
    ("version", "encoding", "expected"),
    [
        (16, "UTF8", []),
        (14, "UTF8", []),
        (13, "UTF8", ["database-version"]),
        (16, "SQL_ASCII", ["database-encoding"]),
    ],
)
def test_a_postgresql_that_is_too_old_or_not_in_utf8_is_named(version, encoding, expected):
    assert codes(database.postgresql(version, encoding)) == expected


@pytest.mark.parametrize(
    ("journal", "kind", "expected"),
    [("wal", "ext4", []), ("delete", "ext4", ["database-journal"]), ("wal", "nfs4", ["database-place"])],
)
def test_a_sqlite_without_its_log_or_on_another_machines_disk_is_named(journal, kind, expected):
    assert codes(database.sqlite(journal=journal, kind=kind)) == expected


def test_the_kind_of_disk_is_that_of_the_nearest_mount():
    mounts = "/dev/sda / ext4 rw 0 0\nnas:/x /var/lib nfs4 rw 0 0\n/dev/sdb /var/lib/gazette xfs rw 0 0\nodd\n"
    assert database.kind_of_file_system(Path("/var/lib/gazette/paper.sqlite3"), mounts) == "xfs"
    assert database.kind_of_file_system(Path("/var/lib/else.sqlite3"), mounts) == "nfs4"
    assert database.kind_of_file_system(Path("/etc/x"), mounts) == "ext4"
    assert database.kind_of_file_system(Path("/etc/x"), "") == ""


def test_too_few_connections_are_named(settings):
    assert codes(database.connections_left()) == []
    settings.DATABASE_POOL_SIZE = 10_000
    assert codes(database.connections_left()) == (["database-connections"] if connection.vendor == "postgresql" else [])


def test_a_record_from_the_future_is_named():
    make_published()
    triggers.remove()
    Review.objects.filter(position=1).update(at=timezone.now() - timedelta(days=9))
    assert codes(database.clock()) == []
    last = Review.objects.order_by("-position").first()
    Review.objects.filter(pk=last.pk).update(at=timezone.now() + timedelta(hours=1))
    assert codes(database.clock()) == ["clock"]


def test_missing_and_foreign_migrations_are_named(well):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'operations'")
    assert examined(well) == ["migrations"]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('articles', '9999_later', CURRENT_TIMESTAMP)"
        )
    assert rows.unknown(rows.applied()) == [("articles", "9999_later")]
    assert examined(well) == ["migrations", "migrations"]


def test_missing_triggers_are_named(well):
    triggers.remove()
    assert examined(well) == ["triggers"]


# --- the paper -------------------------------------------------------------------------------------------------------


def test_a_paper_without_a_chief_and_a_role_with_other_permissions_are_named(cast):
    cast.zhao.groups.clear()
    Group.objects.get(name="记者").permissions.clear()
    found = list(paper.roles())
    assert codes(found) == ["roles", "roles"]
    assert "总编辑" in found[0].what
    assert "记者" in found[1].what


def test_a_superuser_is_named():
    User.objects.create_superuser("root", name="超级", password="x")
    assert codes(paper.roles()) == ["superusers"]


def test_a_search_index_of_another_version_or_without_a_piece_is_named():
    make_published()
    SearchEntry.objects.update(version=0)
    assert codes(paper.search_indexes()) == ["search"]
    SearchEntry.objects.all().delete()
    assert codes(paper.search_indexes()) == ["search"]


def test_a_switch_that_was_forgotten_is_named():
    switches.turn(Switch.READ_ONLY, is_on=True, reason="升级")
    assert codes(paper.switches_on()) == ["switches"]


def test_what_the_law_wants_is_named():
    SiteSettings.objects.update(icp_number="")
    (found,) = paper.licences()
    assert "ICP" in found.what


# --- the command -----------------------------------------------------------------------------------------------------


def run(**options) -> tuple[str, int]:
    said, status = StringIO(), 0
    try:
        call_command("doctor", stdout=said, **options)
    except SystemExit as ended:
        status = ended.code
    return said.getvalue(), status


def test_the_command_says_it_in_chinese_and_tells_by_its_status(settings):
    assert run() == ("一切正常。\n", 0)
    SiteSettings.objects.update(icp_number="")
    said, status = run()
    assert status == 3
    assert "注意" in said
    settings.DEBUG = True
    said, status = run()
    assert status == 1
    assert "错误　DEBUG 开着" in said
    assert "重启服务" in said


def test_the_command_speaks_to_machines():
    SiteSettings.objects.update(icp_number="")
    said, status = run(json=True)
    assert [finding["code"] for finding in json.loads(said)] == ["licences"]
    assert status == 3
