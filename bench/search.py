"""Search at 100,000 pieces on both engines, as ratios: python -m bench.search [--pieces N] [--engine sqlite]

Each engine has a process and a database of its own; what is measured is in bench/search_on_one_engine.py.
"""

import argparse
import os
import secrets
import subprocess
import sys
import tempfile
from contextlib import nullcontext
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from tests.__main__ import postgresql

PIECES = 100_000


def make_database(address: str) -> None:
    """Make the database that the address names."""
    parts = urlsplit(address)
    with psycopg.connect(urlunsplit(parts._replace(path="/postgres")), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(parts.path.strip("/"))))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--pieces", type=int, default=PIECES)
    parser.add_argument("--engine", choices=["sqlite", "postgresql"], action="append")
    options = parser.parse_args()
    for engine in options.engine or ["sqlite", "postgresql"]:
        with tempfile.TemporaryDirectory(prefix="gazette-bench-") as home:
            server = postgresql() if engine == "postgresql" else nullcontext(f"sqlite:///{home}/paper.sqlite3")
            with server as address:
                if engine == "postgresql":
                    make_database(address)
                said = {
                    "DATABASE_URL": address,
                    "DJANGO_SETTINGS_MODULE": "gazette.settings",
                    "GAZETTE_HOME": home,
                    "SECRET_KEY": secrets.token_urlsafe(50),
                    "LOG_LEVEL": "WARNING",
                    "DEBUG": "false",
                }
                command = [sys.executable, "-m", "bench.search_on_one_engine", str(options.pieces)]
                subprocess.run(command, env={**os.environ, **said}, check=True)


if __name__ == "__main__":
    main()
