"""Releasing a piece, until readers see it: python -m bench.publication [--papers FOLDER]

CPU and statements of the release, to writing the bare public rows; growth to the smallest paper of the engine; and on
the clock, from its commit until the piece's page, and the front page with it, come from the server (two workers, kept
pages). Readers may be behind by 250 ms; a front page that was not asked for since is rendered then, which is in it.
"""

import time
import urllib.error
import urllib.request
from collections.abc import Callable

from bench.measuring import Spread
from bench.papers import Paper, parser
from bench.working import ROUNDS, measure

GIVE_UP = 20  # seconds


def until_seen(address: str, words: str, since: float) -> float:
    """Milliseconds until a reader who asks all the time sees these words for the first time."""
    while time.time() - since < GIVE_UP:
        try:
            with urllib.request.urlopen(address, timeout=GIVE_UP) as reply:
                if words in reply.read().decode():
                    return (time.time() - since) * 1000
        except urllib.error.HTTPError:
            pass
        time.sleep(0.005)
    raise AssertionError(f"{address} does not show {words}")


def with_readers(paper: Paper, publish: Callable[[], dict]) -> tuple[list[dict], str]:
    server = paper.home.serve()
    try:
        rounds, article, home = [], [], []
        for _ in range(ROUNDS):
            urllib.request.urlopen(f"{paper.home.address}/").read()
            told = publish()
            article.append(until_seen(f"{paper.home.address}{told['path']}", told["headline"], told["done"]))
            home.append(until_seen(f"{paper.home.address}/", told["headline"], told["done"]))
            rounds.append(told)
    finally:
        server.stop()
    return rounds, f"   seen after ms: the piece {Spread.of(article)}, front page {Spread.of(home)}"


if __name__ == "__main__":
    measure("publish", parser(__doc__.split("\n")[0]).parse_args(), title="Releasing a piece", name="publication",
            around=with_readers)  # fmt: skip
