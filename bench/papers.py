"""Papers of 1,000, 10,000 and 100,000 pieces for the measurements, on either engine.

A paper comes in through import_articles --archive. Then its pieces are made what they would be had they come out here
day by day: not of the archive, so that the front page and the feeds have them, and four in ten with a picture.
100,000 pieces take some ten minutes; with --papers FOLDER they are made once, and found there the next time.
"""

import argparse
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

from bench.archive import write_archive
from bench.search import make_database
from tests.__main__ import postgresql
from tests.audit.homes import Home

SIZES = (1_000, 10_000, 100_000)
ENGINES = ("sqlite", "postgresql")
READY = "ready"  # a file in the home of a paper that was made to its end


@dataclass(frozen=True)
class Paper:
    """A paper of this many pieces."""

    engine: str
    pieces: int
    home: Home

    @property
    def name(self) -> str:
        return f"{self.engine}, {self.pieces:,} pieces"

    def measure(self, module: str, *arguments: str) -> dict:
        """Run a module of the bench in this paper; the last line that it prints is the result."""
        return json.loads(self.home.module(module, *arguments).splitlines()[-1])


def parser(
    description: str, *, sizes: Sequence[int] = SIZES, engines: Sequence[str] = ENGINES
) -> argparse.ArgumentParser:
    """The options that all measurements of papers have."""
    options = argparse.ArgumentParser(description=description)
    options.add_argument("--papers", type=Path, help="folder in which the papers are kept for the next measurement")
    options.add_argument(
        "--pieces", type=int, action="append", help=f"this size instead of {', '.join(map(str, sizes))}"
    )
    options.add_argument(
        "--engine", choices=ENGINES, action="append", help=f"this engine instead of {', '.join(engines)}"
    )
    options.set_defaults(sizes=sizes, engines=engines)
    return options


@contextmanager
def papers(options: argparse.Namespace) -> Iterator[Iterator[Paper]]:
    """The papers that the options ask for, one after another; each is made when its turn comes."""
    with ExitStack() as stack:
        folder = options.papers or Path(stack.enter_context(TemporaryDirectory(prefix="gazette-bench-")))
        folder.mkdir(parents=True, exist_ok=True)
        yield _papers(options, folder.resolve(), stack)


def _papers(options: argparse.Namespace, folder: Path, stack: ExitStack) -> Iterator[Paper]:
    for engine in options.engine or options.engines:
        server = stack.enter_context(postgresql(folder)) if engine == "postgresql" else ""
        for pieces in options.pieces or options.sizes:
            url = urlsplit(server)._replace(path=f"/paper_{pieces}").geturl() if server else ""
            paper = Paper(engine, pieces, Home(folder / f"{engine}-{pieces}", url))
            if (paper.home.folder / READY).exists():
                _follow_the_code(paper)
            else:
                _make(paper)
            yield paper


def _follow_the_code(paper: Paper) -> None:
    paper.home.manage("migrate", "--verbosity", "0")
    paper.home.manage("collectstatic", "--noinput", "--verbosity", "0")


def _make(paper: Paper) -> None:
    folder = paper.home.folder
    folder.mkdir(exist_ok=True)
    if paper.home.database_url:
        make_database(paper.home.database_url)
    _follow_the_code(paper)
    paper.home.module("bench.making", "begin")
    archive = folder / "archive.jsonl"
    write_archive(paper.pieces, archive)
    paper.home.manage("import_articles", "--archive", str(archive), "--signed-by", "laozhao")
    archive.unlink()
    paper.home.module("bench.making", "enliven", str(paper.pieces))
    (folder / READY).touch()
