"""Which of the tests a worker runs when ``python -m tests`` runs them on both engines.

Tests that ask for no database, and those in the browser, run on SQLite's workers only. Those that look at pages are
dealt out by name, each to one engine, since what the pages rest on is tested on both: PostgreSQL, which takes longer
over them, gets two in five. TEST_PAGES_ON_BOTH=1 runs these on both, too, as .ci/run does. Where an engine has several
workers, each takes its share.
"""

import os
import zlib

import pytest
from django.test import TestCase, TransactionTestCase

ENGINES = ("sqlite", "postgresql")
#: Tests of pages, which are slow because each makes pieces and renders templates, and of long tables of who may what.
PAGES = (
    "tests/accounts/",
    "tests/hostile/",
    "tests/newsroom/test_signed_revisions.py",
    "tests/newsroom/test_steps_of_everybody.py",
    "tests/site/",
    "tests/test_admin_",
    "tests/test_dividing_pieces.py",
    "tests/test_import_in_the_admin.py",
    "tests/test_my_tasks.py",
    "tests/test_preview_and_history.py",
    "tests/test_sample_paper.py",
    "tests/test_settling_remarks.py",
    "tests/test_slip_and_register.py",
    "tests/test_statistics.py",
    "tests/test_ways_out.py",
    "tests/test_years_that_can_be.py",
)
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server"}


def asks_for_a_database(item: pytest.Item) -> bool:
    """Return whether the test's outcome could depend on the engine."""
    fixtures = set(getattr(item, "fixturenames", ()))
    is_django_test_case = issubclass(getattr(item, "cls", None) or object, TransactionTestCase)
    return bool(item.get_closest_marker("django_db") or fixtures & DATABASE_FIXTURES or is_django_test_case)


def is_in_the_browser(item: pytest.Item) -> bool:
    """Return whether the test walks through pages in Chromium."""
    return "chromium" in getattr(item, "fixturenames", ())


def looks_at_pages(item: pytest.Item) -> bool:
    """Return whether the test is one of those that are dealt out; those with real transactions never are."""
    marker = item.get_closest_marker("django_db")
    has_real_transactions = "transactional_db" in item.fixturenames or (marker and marker.kwargs.get("transaction"))
    return item.nodeid.startswith(PAGES) and not has_real_transactions


def engines_of(item: pytest.Item) -> tuple[str, ...]:
    """Return the engines that the test runs on."""
    if not asks_for_a_database(item) or is_in_the_browser(item):
        return ("sqlite",)
    if looks_at_pages(item) and not os.environ.get("TEST_PAGES_ON_BOTH"):
        # Tests of a class that share what is set up for them stay together.
        name = item.parent.nodeid if issubclass(getattr(item, "cls", None) or object, TestCase) else item.nodeid
        return (ENGINES[zlib.crc32(name.encode()) % 5 < 2],)
    return ENGINES


def is_for_this_worker(item: pytest.Item) -> bool:
    """Return whether this worker runs the test, which it always does outside a run on both engines."""
    if os.environ.get("GAZETTE_TEST_ENGINE", "") not in ("", *engines_of(item)):
        return False
    share, workers = os.environ.get("GAZETTE_TEST_SHARE", "0/1").split("/")
    return zlib.crc32(item.nodeid.encode()) % int(workers) == int(share)
