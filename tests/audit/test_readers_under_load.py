"""Readers ask all the time while pieces are published, corrected and withdrawn once a second: no error, nothing stale.

On SQLite two workers share one paper; on PostgreSQL two servers, each with a folder of its own, share one database.
"""

import http.client
import json
import threading
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest

from tests.audit.homes import ENGINES, Home, Server, new_home

pytestmark = pytest.mark.audit

MOMENT = 0.25  # seconds that a reader may be behind
MARGIN = 1.0  # seconds: the machine may be busy; the worst is told
PIECES = 6  # three seconds each
READERS = 3  # of each server


@dataclass(frozen=True)
class Seen:
    """What a reader got for a request that he began and ended then."""

    path: str
    began: float
    ended: float
    status: int
    text: str


@dataclass(frozen=True)
class Fact:
    """What a page must show of everybody who asks between these times."""

    path: str
    since: float
    until: float
    what: str  # a status, or words; with a "-" before them they must not be there

    def is_true(self, seen: Seen) -> bool:
        if self.what.isdecimal():
            return seen.status == int(self.what)
        return (self.what.removeprefix("-") in seen.text) != self.what.startswith("-")


def facts(steps: list[dict]) -> list[Fact]:
    """What must be true after each step, until the next one of that piece begins."""
    found = []
    for step in steps:
        later = [other["began"] for other in steps if other["path"] == step["path"] and other["began"] > step["began"]]
        until, gone = min(later, default=float("inf")), step["step"] == "withdraw"
        headline = f"第{step['number']}号食堂"
        on_page = {"publish": headline, "correct": "一百位老人", "withdraw": "410"}[step["step"]]
        found.append(Fact(step["path"], step["done"], until, on_page))
        found.append(Fact("/", step["done"], until, f"-{headline}" if gone else headline))
    return found


def read_on(server: Server, paths: list[str], seen: list[Seen], errors: list[str], is_over: threading.Event) -> None:
    connection = http.client.HTTPConnection(urlsplit(server.address).netloc, timeout=20)
    while not is_over.is_set():
        for path in ["/", *paths[-2:]]:
            began = time.time()
            try:
                connection.request("GET", path)
                response = connection.getresponse()
                text = response.read().decode().replace("<wbr>", "")  # where a long headline may break
            except (OSError, http.client.HTTPException) as error:
                errors.append(f"{path}: {error!r}")
                connection.close()
                continue
            seen.append(Seen(path, began, time.time(), response.status, text))
            if response.status not in {200, 410}:
                errors.append(f"{path}: {response.status}")
            time.sleep(0.005)
    connection.close()


@pytest.mark.parametrize("engine", ENGINES)
def test_readers_meet_no_error_and_nothing_stale_while_the_newsroom_works(engine, tell, tmp_path):
    home = new_home(tmp_path / "one", engine)
    homes = [home]
    if engine == "postgresql":
        (tmp_path / "two").mkdir()
        homes.append(Home(tmp_path / "two", home.database_url))
    home.manage("collectstatic", "--noinput", "--verbosity", "0")
    for other in homes[1:]:
        (other.folder / "static").symlink_to(home.folder / "static")
    home.module("tests.audit.newsroom", "prepare", "0")
    servers = [one.serve() for one in homes]
    steps: list[dict] = []
    paths: list[str] = []
    seen: list[Seen] = []
    errors: list[str] = []
    is_over = threading.Event()
    readers = [
        threading.Thread(target=read_on, args=(server, paths, seen, errors, is_over))
        for server in servers
        for _ in range(READERS)
    ]
    newsroom = home.start(*home.python("tests.audit.newsroom", "once_a_second", str(PIECES)))
    try:
        for line in newsroom.stdout:
            step = json.loads(line)
            if step.get("ready"):
                for reader in readers:
                    reader.start()
                continue
            steps.append(step)
            if step["step"] == "publish":
                paths.append(step["path"])
        time.sleep(MOMENT + MARGIN)
    finally:
        is_over.set()
        for reader in readers:
            reader.join() if reader.ident else None
        for server in servers:
            server.stop()
    assert newsroom.wait() == 0
    assert len(steps) == 3 * PIECES
    behind = [
        one.began - fact.since
        for fact in facts(steps)
        for one in seen
        if one.path == fact.path and one.began >= fact.since and one.ended <= fact.until and not fact.is_true(one)
    ]
    tell(f"{engine}: {len(seen)} requests, {len(steps)} steps, at most {max(behind, default=0) * 1000:.0f} ms behind")
    assert errors == []
    assert max(behind, default=0) <= MOMENT + MARGIN
    checked = {one.path for one in seen}
    assert {fact.path for fact in facts(steps)} <= checked  # otherwise nobody looked
