"""Backup, restore, switches and the bundle as in life: processes of their own, both engines, kills, no network."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

from gazette.operations import backup
from tests.audit.homes import ENGINES, Home, free_port, new_home, status_of

pytestmark = pytest.mark.audit

ROUNDS = int(os.environ.get("AUDIT_ROUNDS", "12"))  # kills of a backup on each engine
MOMENT = 0.25  # seconds within which a switch holds
MARGIN = 1.0  # seconds: the machine may be busy
ROOT = Path(settings.BASE_DIR)
#: What a restore changes on purpose: the epoch.
ANOTHER_LIFE = "tables/articles_generation.jsonl.gz"


@pytest.fixture(params=ENGINES)
def home(request: pytest.FixtureRequest, tmp_path) -> Home:
    """Give an empty paper on this engine."""
    return new_home(tmp_path / "paper", request.param)


def bare_home(folder: Path, engine: str) -> Home:
    """A place without a single table, as restore wants it."""
    return new_home(folder, engine, is_migrated=False)


def backed_up(home: Home, folder: Path) -> Path:
    """Make a backup and give its file."""
    home.manage("backup", "--to", str(folder))
    return backup.there(folder)[0]


def publishing(home: Home, seed: int) -> subprocess.Popen:
    """Somebody publishes, corrects and withdraws until he is killed."""
    working = home.start(sys.executable, "-m", "tests.audit.newsroom", "publish", str(seed))
    working.stdout.readline()
    return working


def kill(process: subprocess.Popen) -> str:
    """kill -9 of a whole process group; what it had printed."""
    os.killpg(process.pid, signal.SIGKILL)
    return process.communicate()[0]


# --- there and back --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("first", "second"), [("sqlite", "postgresql"), ("postgresql", "sqlite")])
def test_a_paper_moves_to_the_other_engine_and_back_row_for_row(tmp_path, tell, first, second):
    home = new_home(tmp_path / "one", first)
    home.module("tests.audit.newsroom", "prepare", "8")
    working = publishing(home, 7)
    time.sleep(4)
    kill(working)
    file = backed_up(home, tmp_path / "kept one")
    there = bare_home(tmp_path / "two", second)
    assert "完好" in there.manage("restore", str(file))
    and_back = bare_home(tmp_path / "three", first)
    assert "完好" in and_back.manage("restore", str(backed_up(there, tmp_path / "kept two")))
    began, ended = backup.check(file), backup.check(backed_up(and_back, tmp_path / "kept three"))
    assert ended.tables == began.tables
    assert {name for name, digest in began.members.items() if ended.members[name] != digest} <= {
        "README.txt",
        ANOTHER_LIFE,
    }
    # It is a paper in which one works on.
    working = publishing(and_back, 8)
    time.sleep(2)
    kill(working)
    and_back.module("tests.audit.newsroom", "report")
    and_back.manage("check_paper")
    tell(f"{first} → {second} → {first}: {sum(began.tables.values())} rows, {len(began.members)} members, equal")


INSERT = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("INSERT INTO articles_section (name, slug, description, position) VALUES ('要闻', 'news', '', 0)")
"""
SHOW = "from articles.models.shared import Section; print(Section.objects.get())"


def test_a_backup_of_an_older_version_is_brought_up_to_date(tmp_path):
    """Before an update the tables are older than the code; the backup says so and restore migrates them."""
    older = new_home(tmp_path / "old", "sqlite", is_migrated=False)
    for target in (("staff", "0002"), ("articles", "0011"), ("admin",), ("sessions",), ("taggit",)):
        older.manage("migrate", *target, "--verbosity", "0")
    older.manage("shell", "-v", "0", "--no-imports", "-c", INSERT)
    file = backed_up(older, tmp_path / "kept")
    assert ("articles", "0012") not in {(app, name[:4]) for app, name in backup.check(file).migrations}
    for engine in ENGINES:
        there = bare_home(tmp_path / engine, engine)
        assert "完好" in there.manage("restore", str(file))
        there.manage("migrate", "--check")
        assert "要闻" in there.manage("shell", "-v", "0", "--no-imports", "-c", SHOW)


# --- killed ----------------------------------------------------------------------------------------------------------


def test_a_backup_that_is_killed_leaves_nothing_half_and_takes_nothing_away(home, seed, tell, tmp_path):
    home.module("tests.audit.newsroom", "prepare", "6")
    dice, kept = random.Random(seed), tmp_path / "kept"
    working = publishing(home, dice.randrange(10**6))
    acknowledged = {backed_up(home, kept).name}
    killed = 0
    for _round in range(ROUNDS):
        saving = home.start(*home.command("backup", "--to", str(kept), "--keep", "100"))
        while saving.poll() is None and not list(kept.glob("*.part")):
            time.sleep(0.005)
        time.sleep(dice.uniform(0, 0.8))  # It is being written, read again, renamed: somewhere in there.
        killed += saving.poll() is None
        said = kill(saving) if saving.poll() is None else saving.communicate()[0]
        acknowledged |= {name for name in (path.name for path in backup.there(kept)) if name in said}
        names = {path.name for path in backup.there(kept)}
        assert acknowledged <= names, "a backup that was acknowledged is gone"
        for path in backup.there(kept):
            backup.check(path)
    kill(working)
    last = backed_up(home, kept)
    assert not list(kept.glob("*.part")), "what the killed ones left goes with the next one"
    there = bare_home(tmp_path / "there", "postgresql" if not home.database_url else "sqlite")
    assert "完好" in there.manage("restore", str(last))
    tell(f"{killed} kills of a backup while the paper published, {len(acknowledged)} whole; the last came back")
    assert killed


# --- switches --------------------------------------------------------------------------------------------------------


def last_other_answer(addresses: list[str], status: int) -> float:
    """Seconds until the last request that was answered with another status, of all within the time that is allowed.

    One round of the right answers says little: a process that has not looked yet may not have been met.
    """
    begin = asked = time.monotonic()
    last = 0.0
    while asked - begin < MOMENT + MARGIN:
        for address in addresses:
            asked = time.monotonic()
            if status_of(address) != status:
                last = asked - begin
    return last


def test_closing_and_opening_reach_every_process_and_every_kept_page_at_once(home, tell):
    home.module("tests.audit.newsroom", "prepare", "1")
    home.manage("collectstatic", "--noinput", "--verbosity", "0")
    server, worst = home.serve(), 0.0
    second = Home(home.folder, home.database_url, port=free_port())
    other = second.serve()  # another instance on the same database and home
    addresses = [f"{one.address}{path}" for one in (home, second) for path in ("/", "/about/", "/feed.atom")]
    try:
        for _twice in range(2):
            assert {status_of(address) for address in addresses * 4} == {200}
            for position, status in (("on", 503), ("off", 200)):
                home.manage("switch", "closed", position, "--reason", "演练")
                worst = max(worst, last_other_answer(addresses, status))
                assert {status_of(address) for address in addresses * 4} == {status}
                assert (home.folder / "closed").exists() == (status == 503)
                assert status_of(f"{home.address}/admin/login/") == 200
        home.manage("switch", "closed", "on", "--reason", "演练")
        server.stop()
        server = home.serve()
        assert status_of(f"{home.address}/") == 503, "it survives a restart"
    finally:
        server.stop()
        other.stop()
    tell(f"the site closed and opened within {worst:.2f} s of the command, in two instances of two processes")


# --- without a network -----------------------------------------------------------------------------------------------

OFFLINE = """
set -eu
./install.sh "$1/opt"
cd "$1/opt"
.venv/bin/python -m pip check
make setup GAZETTE_HOME="$1/home" </dev/null 2>&1 | grep -- --name
GAZETTE_HOME="$1/home" .venv/bin/python manage.py setup_paper --no-input --name 长椿区报 \
    --chief laozhao --chief-name 老赵 --administrator laozhou --administrator-name 老周
make setup GAZETTE_HOME="$1/home" | grep 长椿区报
GAZETTE_HOME="$1/home" .venv/bin/python manage.py check_paper
"""


def test_a_bundle_installs_where_there_is_no_network(tmp_path, tell):
    """The bundle is of what is committed; where the network cannot be cut, there is an index that answers nothing."""
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
    subprocess.run(["make", "bundle"], cwd=clone, check=True, capture_output=True)
    (bundle,) = (clone / "var" / "bundle").glob("*.tar")
    subprocess.run(["tar", "-xf", bundle, "-C", tmp_path], check=True)
    (unpacked,) = tmp_path.glob("gazette-*")
    cut = ["unshare", "--map-root-user", "--net"]
    is_cut = (
        shutil.which("unshare") and subprocess.run([*cut, "true"], check=False, capture_output=True).returncode == 0
    )
    bare = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    done = subprocess.run(
        [*(cut if is_cut else []), "sh", "-c", OFFLINE, "offline", tmp_path],
        cwd=unpacked,
        env=bare | {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PYTHON3": sys.executable},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    assert "完好" in done.stdout.splitlines()[-1]
    (unpacked / "wheels" / "MADE_FOR").write_text("3.99 other")
    refused = subprocess.run(
        ["./install.sh", tmp_path / "no"], cwd=unpacked, capture_output=True, text=True, check=False
    )
    assert "3.99 other" in refused.stderr
    tell(f"bundle of {bundle.stat().st_size / 1e6:.0f} MB installed {'with the network cut' if is_cut else 'offline'}")
