"""A paper, its database and its page cache, for each test anew."""

import pytest

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
