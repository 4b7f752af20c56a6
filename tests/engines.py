"""Which of the tests a worker runs when ``python -m tests`` runs them on both engines.

Tests that ask for no database, and those in the browser, run on SQLite's workers only. Where an engine has several
workers, each takes its share.
"""

import os
import zlib

import pytest
from django.test import TransactionTestCase

DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server"}


def asks_for_a_database(item: pytest.Item) -> bool:
    """Return whether the test's outcome could depend on the engine."""
    fixtures = set(getattr(item, "fixturenames", ()))
    is_django_test_case = issubclass(getattr(item, "cls", None) or object, TransactionTestCase)
    return bool(item.get_closest_marker("django_db") or fixtures & DATABASE_FIXTURES or is_django_test_case)


def is_for_this_worker(item: pytest.Item) -> bool:
    """Return whether this worker runs the test, which it always does outside a run on both engines."""
    if os.environ.get("GAZETTE_TEST_ENGINE") == "postgresql" and (
        not asks_for_a_database(item) or item.get_closest_marker("browser")
    ):
        return False
    share, workers = os.environ.get("GAZETTE_TEST_SHARE", "0/1").split("/")
    return zlib.crc32(item.nodeid.encode()) % int(workers) == int(share)
