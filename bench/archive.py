"""Importing an archive on both engines, as ratios: python -m bench.archive [--pieces N] [--engine sqlite]

speed   import_articles --archive to a bare loop, in articles per second of the clock. The loop writes ready rows into
        the same tables with the same indexes, chunk by chunk (COPY of ready text, executemany of ready tuples), and
        then builds both search indexes plainly. To reach: 0.5
growth  the last thousand pieces to the first, in CPU seconds of the process that writes and of its database server,
        which other work on the machine does not change. The first 500 are left out, in which the helpers begin.
        To reach: 1.15
memory  the peak of the process that writes. To reach: 150 MiB

Each engine has databases of its own; what is measured is in bench/archive_on_one_engine.py.
"""

import argparse
import json
import os
import secrets
import subprocess
import sys
import tempfile
from contextlib import nullcontext
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from bench import corpus
from bench.charts import Bar, keep
from bench.measuring import Spread, machine, moment, say
from bench.search import make_database
from tests.__main__ import postgresql

PIECES = 100_000


def write_archive(count: int, path: Path) -> None:
    """The corpus as JSON lines, as an archive comes from another system."""
    with path.open("w", encoding="utf-8") as file:
        for piece in corpus.pieces(count):
            row = {
                "id": str(piece.number),
                "issue_date": piece.day.isoformat(),
                "page": f"A{piece.number % 8 + 1:02d}",
                "section": corpus.SECTIONS[piece.section],
                "kicker": piece.kicker,
                "headline": piece.headline,
                "subheading": piece.subheading,
                "body": piece.body,
                "byline": [{"name": name, "standing": "记者"} for name in piece.reporters],
                "tags": piece.tags,
            }
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def measure(engine: str, archive: Path, pieces: int, home: Path) -> None:
    server = postgresql() if engine == "postgresql" else nullcontext(f"sqlite:///{home}/ours.sqlite3")
    with server as ours:
        bare = f"sqlite:///{home}/bare.sqlite3"
        if engine == "postgresql":
            make_database(ours)
            bare = urlunsplit(urlsplit(ours)._replace(path="/bare"))
            make_database(bare)
        say(f"\n{engine}, {pieces:,} pieces, {machine()}, {moment()}")
        run(home, ours, "prepare", "-")
        mine = run(home, ours, "ours", str(archive))
        reference = run(home, bare, "bare", ours)
        ratio = (pieces / mine["seconds"]) / (pieces / reference["seconds"])
        say(f"ours    {pieces / mine['seconds']:8.0f} articles/s  ({mine['seconds']:.0f} s; CPU of writer and server "
            f"{mine['cpu']:.0f} s, of helpers {mine['helpers']:.0f} s)")  # fmt: skip
        say(f"bare    {pieces / reference['seconds']:8.0f} articles/s  ({reference['seconds']:.0f} s, of which "
            f"{reference['building']:.0f} s build the search indexes; CPU {reference['cpu']:.0f} s)")  # fmt: skip
        say(f"speed   {ratio:8.2f}   (to reach: 0.5)")
        say(f"growth  {mine['last'] / mine['first']:8.2f}   (to reach: 1.15)   by tenths "
            + " ".join(f"{tenth / mine['tenths'][0]:.2f}" for tenth in mine["tenths"]))  # fmt: skip
        say(f"memory  {mine['peak']:8.0f} MiB   (to reach: 150)")
        name = f"{engine}, {pieces:,} pieces"
        keep("archive", "Importing an archive, to a bare loop", [Bar(name, Spread.of([ratio]), reach=0.5)],
             unit="articles a second, ratio")  # fmt: skip


def run(home: Path, address: str, what: str, argument: str) -> dict:
    said = {
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "gazette.settings",
        "GAZETTE_HOME": str(home),
        "SECRET_KEY": secrets.token_urlsafe(50),
        "LOG_LEVEL": "WARNING",
        "DEBUG": "false",
    }
    command = [sys.executable, "-m", "bench.archive_on_one_engine", what, argument]
    done = subprocess.run(command, env={**os.environ, **said}, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--pieces", type=int, default=PIECES)
    parser.add_argument("--engine", choices=["sqlite", "postgresql"], action="append")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="gazette-bench-") as home:
        archive = Path(home) / "archive.jsonl"
        write_archive(options.pieces, archive)
        for engine in options.engine or ["sqlite", "postgresql"]:
            with tempfile.TemporaryDirectory(prefix=f"gazette-bench-{engine}-") as folder:
                measure(engine, archive, options.pieces, Path(folder))


if __name__ == "__main__":
    main()
