"""Pages that nobody has kept yet, to a plain Django view of four queries: python -m bench.uncached [--papers FOLDER]

article   CPU of one article, to the plain view's over the same pieces on the same database, by turns. To reach: 0.35
growth    CPU of a page in this paper to that in the smallest one of its engine, by turns. To reach: 1.1
SQL       statements of one page, the one with which the page cache reads the generation not counted

Both run Django's whole handler, in a process each, and write the bytes of the page; what it takes to compress and to
keep a page stands beside it as `kept`. The database server's process is counted. The reference is bench/plain.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
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
def renderers(paper: Paper, smallest: Paper) -> Iterator[tuple[Renderer, Renderer, Renderer]]:
    """Of our pages, of the plain site's, and of our pages in the smallest paper."""
    with ExitStack() as stack:
        asked = ((paper, "gazette.settings"), (paper, "bench.plain.settings"), (smallest, "gazette.settings"))
        found = [Renderer(where, settings) for where, settings in asked]
        for one in found:
            stack.callback(one.end)
        yield tuple(found)


def measure(paper: Paper, smallest: Paper) -> None:
    mine: list[dict] = []
    theirs: list[dict] = []
    least: list[dict] = []
    with renderers(paper, smallest) as (ours, plain, small):
        statements = ours.ask("statements")
        turns = [(ours, "pages", mine), (plain, "articles", theirs), (small, "pages", least)]
        for place in range(ROUNDS):
            for renderer, what, found in turns if place % 2 else reversed(turns):
                found.append(renderer.ask(f"{what} {place}"))
        kept = ours.ask("kept")
    spreads = {kind: Spread.of(one[kind] for one in mine) for kind in mine[0]}
    growth = {kind: ratios([one[kind] for one in mine], [one[kind] for one in least]) for kind in spreads}
    plainly = [one["article"] for one in theirs]
    ratio = ratios([one["article"] for one in mine], plainly)
    say(f"\n{paper.name}, {machine()}, {moment()}")
    say(f"article to a plain view of four queries  {ratio}   (to reach: 0.35)   plain {Spread.of(plainly)} CPU ms")
    for kind, spread in spreads.items():
        say(f"{kind:12} {spread!s:26} CPU ms   growth {growth[kind]!s:22}   SQL {statements[kind]}")
    say(f"kept         {kept['kept']:.2f} CPU ms more: gzip, brotli, the file")
    keep(
        "uncached",
        "An article that nobody has kept, to a plain view of four queries",
        [Bar(paper.name, ratio, reach=0.35)],
        unit="CPU, ratio",
    )
    pages = [Bar(f"{paper.name}: {kind}", spread) for kind, spread in spreads.items()]
    keep("uncached_pages", "Pages that nobody has kept", pages, unit="milliseconds of CPU")
    if paper is not smallest:
        grown = [Bar(f"{paper.name}: {kind}", spread, reach=1.1) for kind, spread in growth.items()]
        keep("uncached_growth", f"Pages that nobody has kept, to those of {smallest.pieces:,} pieces", grown,
             unit="CPU, ratio")  # fmt: skip


def main() -> None:
    options = parser(__doc__.split("\n")[0]).parse_args()
    smallest: dict[str, Paper] = {}
    with papers(options) as found:
        for paper in found:
            measure(paper, smallest.setdefault(paper.engine, paper))


if __name__ == "__main__":
    main()
