"""A paper, its database and its page cache, for each test anew."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from django.db import connection

from articles.models.shared import Section
from gazette.pagecache import PageCache
from tests.pagecache.paper import Database, Paper, cache_for


@pytest.fixture
def paper() -> Paper:
    """Give the inner application."""
    return Paper()


@pytest.fixture
def database() -> Database:
    """Give the database."""
    return Database()


@pytest.fixture
def cache(paper: Paper, database: Database) -> PageCache:
    """Give a page cache in memory only."""
    return cache_for(paper, database)


@pytest.fixture
def workers() -> Iterator[list[subprocess.Popen]]:
    """Give the server processes that run; they are ended after the test."""
    processes: list[subprocess.Popen] = []
    yield processes
    for process in processes:
        process.terminate()
        process.wait()


@pytest.fixture
def start_worker(transactional_db, tmp_path, workers) -> Callable[[], str]:
    """Give a function that starts a server process on the tests' database and one folder; it gives the address."""
    Section.objects.create(slug="news", name="要闻")
    given = {"database": connection.settings_dict, "folder": str(tmp_path / "pages"), "site_url": "http://127.0.0.1"}

    def start() -> str:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.pagecache.serving", json.dumps(given, default=str)],
            stdout=subprocess.PIPE,
            text=True,
        )
        workers.append(process)
        return f"http://127.0.0.1:{int(process.stdout.readline())}"

    return start
