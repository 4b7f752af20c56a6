"""A measurement of something that the newsroom does, on all papers: saving, publication, imports."""

import argparse
import json
import subprocess
import sys
from collections.abc import Callable

from bench.charts import Bar, keep
from bench.measuring import Spread, machine, moment, ratios, say
from bench.papers import Paper, papers

ROUNDS = 12  # after one that is not counted


class Newsroom:
    """A process of a paper that works when it is told to."""

    def __init__(self, paper: Paper) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "bench.newsroom_work"],
            env=paper.home.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def do(self, what: str) -> dict:
        self.process.stdin.write(f"{what}\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def end(self) -> None:
        self.process.stdin.close()
        self.process.wait()


def measure(
    what: str, options: argparse.Namespace, *, title: str, name: str, reach: int | None = None,
    around: Callable[[Paper, Callable[[], dict]], tuple[list[dict], str]] | None = None,
) -> None:  # fmt: skip
    """Do it in every paper; `around` may do more with it, and says a line of its own; `reach` are statements."""
    least: dict[str, Spread] = {}
    with papers(options) as found:
        for paper in found:
            newsroom = Newsroom(paper)
            newsroom.do(what)
            rounds, more = around(paper, lambda: newsroom.do(what)) if around else (  # noqa: B023 - called at once
                [newsroom.do(what) for _ in range(ROUNDS)], "")  # fmt: skip
            newsroom.end()
            spread = Spread.of(one["cpu"] for one in rounds)
            bare = ratios([one["cpu"] for one in rounds], [one["bare"] for one in rounds])
            growth = spread.median / least.setdefault(paper.engine, spread).median
            counts = sorted({one["statements"] for one in rounds})
            say(f"\n{paper.engine}, {paper.pieces:,} pieces, {machine()}, {moment()}")
            say(f"CPU {spread} ms   to bare rows {bare}   growth {growth:.2f}   statements {counts}{more}")
            keep(name, title, [Bar(paper.name, spread)], unit="milliseconds of CPU")
            keep(f"{name}_statements", f"{title}: SQL", [Bar(paper.name, Spread.of(counts), reach)], unit="statements")
