"""Pages that nobody has kept yet, to a plain Django view of four queries: python -m bench.uncached [--papers FOLDER]

article   CPU of one article, to the plain view's over the same pieces on the same database, by turns. To reach: 0.35
growth    CPU of a page in this paper to that in the smallest one. To reach: 1.1
SQL       statements of one page, the one with which the page cache reads the generation not counted

Both run Django's whole handler, in a process each, and write the bytes of the page; what it takes to compress and to
keep a page stands beside it as `kept`. The database server's process is counted. The reference is bench/plain.
"""

import json
import subprocess
import sys
from contextlib import contextmanager
from typing import IO

from bench.charts import Bar, keep
from bench.measuring import Spread, machine, moment, ratios, say
from bench.papers import Paper, papers, parser

ROUNDS = 9


class Renderer:
    """A process that renders pages when it is told to."""

    def __init__(self, paper: Paper, settings: str) -> None:
        environment = {**paper.home.environment, "DJANGO_SETTINGS_MODULE": settings}
        self.process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "bench.rendering"],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, what: str) -> dict:
        stdin: IO[str] = self.process.stdin
        stdin.write(f"{what}\n")
        stdin.flush()
        return json.loads(self.process.stdout.readline())

    def end(self) -> None:
        self.process.stdin.close()
        self.process.wait()


@contextmanager
def renderers(paper: Paper):
    ours, plain = Renderer(paper, "gazette.settings"), Renderer(paper, "bench.plain.settings")
    try:
        yield ours, plain
    finally:
        ours.end()
        plain.end()


def measure(paper: Paper, smallest: dict[str, dict[str, Spread]]) -> None:
    with renderers(paper) as (ours, plain):
        statements = ours.ask("statements")
        mine: list[dict] = []
        theirs: list[float] = []
        for place in range(ROUNDS):
            for first in (True, False) if place % 2 else (False, True):
                if first:
                    mine.append(ours.ask(f"pages {place}"))
                else:
                    theirs.append(plain.ask(f"articles {place}")["article"])
        kept = ours.ask("kept")
    spreads = {kind: Spread.of(one[kind] for one in mine) for kind in mine[0]}
    least = smallest.setdefault(paper.engine, spreads)
    ratio = ratios([one["article"] for one in mine], theirs)
    say(f"\n{paper.engine}, {paper.pieces:,} pieces, {machine()}, {moment()}")
    say(f"article to a plain view of four queries  {ratio}   (to reach: 0.35)   plain {Spread.of(theirs)} CPU ms")
    for kind, spread in spreads.items():
        growth = spread.median / least[kind].median
        say(f"{kind:12} {spread!s:26} CPU ms   growth {growth:.2f}   SQL {statements[kind]}")
    say(f"kept         {kept['kept']:.2f} CPU ms more: gzip, brotli, the file")
    keep(
        "uncached",
        "An article that nobody has kept, to a plain view of four queries",
        [Bar(paper.name, ratio, reach=0.35)],
        unit="CPU, ratio",
    )
    pages = [Bar(f"{paper.name}: {kind}", spread) for kind, spread in spreads.items()]
    keep("uncached_pages", "Pages that nobody has kept", pages, unit="milliseconds of CPU")


def main() -> None:
    options = parser(__doc__.split("\n")[0]).parse_args()
    smallest: dict[str, dict[str, Spread]] = {}
    with papers(options) as found:
        for paper in found:
            measure(paper, smallest)


if __name__ == "__main__":
    main()
