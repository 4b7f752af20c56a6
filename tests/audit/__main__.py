"""``make audit``: what takes minutes, or needs what ``make test`` does not install: ``python -m tests.audit [tests]``.

People who walk through pages in Chromium; the W3C checker, axe and Lighthouse on the sample paper served as in life;
nginx, and clients that dawdle; a server, an import and publications that are killed at random moments; disks that are
full or read-only (as root); a newsroom that hammers on the same pieces. One test at a time: the times count.
"""

import os
import sys

import pytest

from tests.__main__ import postgresql
from tests.audit.tools import missing


def main(arguments: list[str]) -> int:
    """Say what is missing, else run; return the exit status."""
    if sentences := missing():
        print("make audit cannot run:", *sentences, sep="\n  ", file=sys.stderr)  # noqa: T201 (a command)
        return 1
    # The tests that ask for a database themselves get SQLite; those of both engines ask for homes of their own.
    os.environ["GAZETTE_TEST_ENGINE"] = "sqlite"
    command = ["-n", "0", "-m", "audit", "--durations=12", *(arguments or ["tests"])]
    if os.environ.get("TEST_DATABASE_URL"):
        return pytest.main(command)
    with postgresql() as url:
        os.environ["TEST_DATABASE_URL"] = url
        return pytest.main(command)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
