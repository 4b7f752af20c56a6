"""kill -9 of server, publication and import at random moments: what was answered is there, and nothing is half.

A process that is killed cannot tidy up. What may remain are files of pictures that no public piece shows, which the
next start of the server removes, and nothing else.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

from tests.audit.browsers import WAY, Browser
from tests.audit.homes import ENGINES, Home, new_home

pytestmark = pytest.mark.audit

ROUNDS = int(os.environ.get("AUDIT_ROUNDS", "12"))  # kills of each kind on each engine
PIECES = 12  # that wait for first review when the server is killed
PAGES = Path(settings.BASE_DIR) / "articles" / "sample" / "pages"


@pytest.fixture(params=ENGINES)
def home(request: pytest.FixtureRequest, tmp_path) -> Home:
    """Give an empty paper on this engine."""
    return new_home(tmp_path / "paper", request.param)


@pytest.fixture
def dice(seed: int) -> random.Random:
    """Give random numbers that come again with the same seed."""
    return random.Random(seed)


def newsroom(home: Home, *arguments: str) -> dict:
    """Let the newsroom do this, and give what it said last."""
    return json.loads(home.module("tests.audit.newsroom", *arguments).splitlines()[-1])


def kill(process: subprocess.Popen) -> str:
    """kill -9 of a whole process group; what it had printed."""
    os.killpg(process.pid, signal.SIGKILL)
    return process.communicate()[0]


def lost(acknowledged: Counter, report: dict) -> Counter:
    """Which of these (piece, step) are not in the record."""
    return acknowledged - Counter((article, step) for article, step, _position in report["record"])


# --- publications ----------------------------------------------------------------------------------------------------


def test_publications_that_are_killed_are_whole_or_never_were(home, dice, tell):
    home.module("tests.audit.newsroom", "prepare", "3")
    acknowledged, swept = Counter(), 0
    for _round in range(ROUNDS):
        working = home.start(sys.executable, "-m", "tests.audit.newsroom", "publish", str(dice.randrange(10**6)))
        assert json.loads(working.stdout.readline()) == {"ready": True}
        time.sleep(dice.uniform(0.05, 1.5))
        said = [json.loads(line) for line in kill(working).splitlines() if line.endswith("}")]
        acknowledged.update((one["article"], one["step"]) for one in said)

        report = newsroom(home, "report")

        swept += report["swept"]
        assert report["breaches"] == []
        assert lost(acknowledged, report) == Counter()
    tell(f"{ROUNDS} kills of publications, {acknowledged.total()} steps acknowledged, {swept} files swept")
    assert acknowledged.total() > ROUNDS


# --- the server ------------------------------------------------------------------------------------------------------


def work_on(server: str, numbers: list[int], acknowledged: list[tuple[int, str]], is_over: threading.Event) -> None:
    """Take the pieces from first review to their readers, for as long as somebody answers."""
    try:
        people = {name: Browser(server, name) for name, _step in WAY}
        for number in numbers:
            for name, step in WAY:
                if is_over.is_set():
                    return
                if people[name].take(number, step):
                    acknowledged.append((number, step))
    except (OSError, ConnectionError):  # the server was killed
        return


def test_a_server_that_is_killed_loses_nothing_that_it_had_answered(home, dice, tell):
    home.module("tests.audit.newsroom", "prepare", "0")
    home.manage("collectstatic", "--noinput", "--verbosity", "0")
    acknowledged: Counter = Counter()
    rounds = max(1, ROUNDS // 3)  # each with two dozen logins: most of the time is theirs
    for _round in range(rounds):
        before = newsroom(home, "report")["pieces"]
        home.module("tests.audit.newsroom", "prepare", str(PIECES))
        numbers = list(range(before + 1, before + PIECES + 1))
        server = home.serve()
        answered: list[tuple[int, str]] = []
        is_over = threading.Event()
        shares = [numbers[start::2] for start in range(2)]
        workers = [threading.Thread(target=work_on, args=(home.address, one, answered, is_over)) for one in shares]
        for worker in workers:
            worker.start()
        deadline = time.monotonic() + 60
        while not answered and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(dice.uniform(0, 3))
        server.kill()
        is_over.set()
        for worker in workers:
            worker.join()
        assert answered, "nobody got a step done"
        acknowledged.update(answered)

        server = home.serve()  # which removes what the dead one left
        try:
            deadline = time.monotonic() + 20
            while (report := newsroom(home, "report", "--as-it-is"))["breaches"] and time.monotonic() < deadline:
                time.sleep(0.5)
        finally:
            server.stop()
        assert report["breaches"] == []
        assert lost(acknowledged, report) == Counter()
    tell(f"{rounds} kills of the server, {acknowledged.total()} steps answered")


# --- an import -------------------------------------------------------------------------------------------------------


def test_an_import_that_is_killed_takes_in_whole_files_and_goes_on_when_run_again(home, dice, tell, tmp_path):
    home.module("tests.audit.newsroom", "prepare", "0")
    folders, rounds = [], max(1, ROUNDS // 2)
    for number in range(rounds):
        folder = tmp_path / f"pages{number}"
        folder.mkdir()
        for file in sorted(PAGES.glob("*.txt")):
            shutil.copy(file, folder / f"{number}-{file.name}")
        folders.append(str(folder))
    interrupted = 0
    for folder in folders:
        importing = home.start(*home.command("import_articles", folder, "--issue-date", "2026-11-20"))
        importing.stdout.readline()  # It has begun: the first file is in.
        time.sleep(dice.uniform(0, 1.5))
        interrupted += importing.poll() is None
        kill(importing) if importing.poll() is None else importing.communicate()

        report = newsroom(home, "report")

        assert report["breaches"] == []
        assert all(read == there for read, there in report["imported"])
    first = json.loads(home.manage("import_articles", *folders, "--issue-date", "2026-11-20", "--json"))
    report = newsroom(home, "report")
    assert report["breaches"] == []
    assert report["pieces"] == sum(len(file["pieces"]) for file in first)
    home.manage("import_articles", *folders, "--issue-date", "2026-11-20")
    assert newsroom(home, "report")["pieces"] == report["pieces"]
    tell(
        f"{rounds} kills of an import, {interrupted} of them before its end; then {report['pieces']} pieces "
        f"of {len(report['imported'])} files"
    )
    assert interrupted
