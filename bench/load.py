"""Readers and the newsroom at the same time: python -m bench.load [--papers FOLDER] [--minutes 10] [--readers 200]

One server of two workers, as make serve starts it, and a paper of 100,000 pieces on each engine. Three desks bring one
piece after another from the first word to its readers, over HTTP, each of five people in a browser of his own: first
alone, then while so many readers hold connections and ask for pages (bench.reading). Prints, to reach what:

errors     of readers and of the newsroom: none
memory     MiB of each process of the server, once a minute: it comes to rest
p95        of each deed of the newsroom in milliseconds, alone and with readers: twice as much at most
"""

import argparse
import json
import math
import random
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from urllib.parse import quote

import django

from bench import corpus
from bench.measuring import machine, memory_of_group, moment, say
from bench.papers import Paper, papers, parser

django.setup()

from tests.audit.browsers import WAY, Browser, Reply, step_fields, step_path  # noqa: E402 (the cast is made of models)
from tests.audit.homes import Server  # noqa: E402
from tests.forms import fields_in, rows  # noqa: E402

DESKS = 3
ALONE = 3  # minutes at most without readers, for comparison
WARM_UP = 10.0  # seconds that are not counted
LIST, ADD = "/admin/articles/article/", "/admin/articles/article/add/"
TO_REACH = 2.0


class Desk:
    """Five people who bring pieces to their readers, and the times that each deed took."""

    def __init__(self, address: str, number: int) -> None:
        self.dice = random.Random(number)
        self.people = {name: Browser(address, name) for name in ("xiaoli", *dict.fromkeys(who for who, _step in WAY))}
        self.times: dict[str, list[float]] = defaultdict(list)
        self.errors: list[str] = []

    def work(self, is_over: threading.Event, *, pause: float) -> None:
        """One piece after another, with a pause after each deed."""
        while not is_over.is_set():
            try:
                self.bring_a_piece(lambda: is_over.wait(self.dice.uniform(0.5, 1.5) * pause))
            except (OSError, AssertionError) as error:
                self.errors.append(f"{type(error).__name__}: {error}")
                is_over.wait(pause)

    def bring_a_piece(self, rest: Callable[[], object]) -> None:
        piece = corpus.piece(self.dice.randrange(10**6), corpus.LAST_DAY)
        li = self.people["xiaoli"]
        self.do("list", lambda: li.get(LIST))
        rest()
        form = fields_in(self.do("open", lambda: li.get(ADD)).page, "article_form")
        form |= rows("bylines", {"printed_name": piece.reporters[0]}) | rows("photos")
        form |= {"headline": piece.headline, "body": piece.body, "section": "1", "_continue": ""}
        rest()
        address = self.do("save", lambda: li.post(ADD, form)).path
        assert address != ADD, "the piece was not saved"
        number = int(address.split("/")[4])
        for _again in range(2):
            form = fields_in(self.do("open", lambda: li.get(address)).page, "article_form")
            rest()
            body = form["body"] + f"<p>{corpus.piece(self.dice.randrange(10**6), corpus.LAST_DAY).headline}</p>"
            self.do("save", lambda form=form, body=body: li.post(address, {**form, "body": body, "_continue": ""}))
            rest()
        self.take(li, number, "submit")
        for who, step in WAY:
            browser = self.people[who]
            rest()
            self.do("list", lambda browser=browser: browser.get(LIST))
            self.do("search", lambda browser=browser: browser.get(f"{LIST}?q={quote(piece.headline[:6])}"))
            rest()
            self.do("open", lambda browser=browser: browser.get(address))
            rest()
            self.take(browser, number, step)

    def do(self, kind: str, deed: Callable[[], Reply]) -> Reply:
        began = time.monotonic()
        reply = deed()
        self.times[kind].append(time.monotonic() - began)
        assert reply.status == 200, f"{kind} {reply.path}: {reply.status}"
        return reply

    def take(self, browser: Browser, number: int, step: str) -> None:
        """Take a step; its page and its answer are two deeds."""
        path = step_path(number, step)
        fields = step_fields(self.do("open", lambda: browser.get(path)).page)
        reply = self.do("publish" if step == "release" else "review", lambda: browser.post(path, fields))
        assert reply.path != path, f"{step} of {number} was refused"


def shift(paper: Paper, server: Server, seconds: float, *, readers: int, pause: float) -> tuple[list[Desk], dict]:
    """Let the newsroom work for so long beside so many readers; says the memory of each process once a minute."""
    desks = [Desk(paper.home.address, number) for number in range(DESKS)]
    is_over = threading.Event()
    threads = [threading.Thread(target=desk.work, args=[is_over], kwargs={"pause": pause}) for desk in desks]
    reading = None
    if readers:
        command = [sys.executable, "-m", "bench.reading", str(readers), str(seconds), str(pause)]
        reading = subprocess.Popen(command, env=paper.home.environment, stdout=subprocess.PIPE, text=True)
        time.sleep(WARM_UP)  # in which all of them come
    for thread in threads:
        thread.start()
    began = time.monotonic()
    while (left := began + seconds - time.monotonic()) > 0:
        time.sleep(min(60, left))
        sizes = memory_of_group(server.process.pid)
        shown = "  ".join(f"{pid}: {size:.0f}" for pid, size in sorted(sizes.items()))
        say(f"  minute {(time.monotonic() - began) / 60:4.1f}   MiB {shown}   together {sum(sizes.values()):.0f}")
    is_over.set()
    for thread in threads:
        thread.join()
    said = json.loads(reading.communicate()[0] or "{}") if reading else {}
    return desks, said


def p95(times: list[float]) -> float:
    """Milliseconds that nineteen of twenty did not take longer than."""
    return sorted(times)[math.ceil(len(times) * 0.95) - 1] * 1000


def pooled(desks: list[Desk]) -> dict[str, list[float]]:
    """The times of each deed, all desks together."""
    kinds = list(dict.fromkeys(kind for desk in desks for kind in desk.times))
    return {kind: [one for desk in desks for one in desk.times[kind]] for kind in kinds}


def measure(paper: Paper, options: argparse.Namespace) -> None:
    seconds = options.minutes * 60
    say(f"\n{paper.engine}, {paper.pieces:,} pieces, {options.readers} readers, {machine()}, {moment()}")
    server = paper.home.serve()
    try:
        say("the newsroom alone")
        alone, _nobody = shift(paper, server, min(seconds, ALONE * 60), readers=0, pause=options.pause)
        say("with readers")
        together, reading = shift(paper, server, seconds, readers=options.readers, pause=options.pause)
        is_ready = server.is_ready()
    finally:
        server.stop()
    before, after = pooled(alone), pooled(together)
    for kind, times in after.items():
        if kind in before:
            ratio = p95(times) / p95(before[kind])
            say(
                f"{kind:8} {len(before[kind]):5} alone: p50 {statistics.median(before[kind]) * 1000:6.0f}"
                f"  p95 {p95(before[kind]):6.0f} ms   {len(times):5} with readers: p50"
                f" {statistics.median(times) * 1000:6.0f}  p95 {p95(times):6.0f} ms   ratio {ratio:.2f}"
            )
    everything = [[one for times in shown.values() for one in times] for shown in (before, after)]
    say(f"all deeds  p95 ratio {p95(everything[1]) / p95(everything[0]):.2f}, to reach {TO_REACH:g}")
    pages = reading.get("times", [])
    if pages:
        say(
            f"readers  {len(pages):,} pages, {len(pages) / seconds:.0f} a second, "
            f"p50 {statistics.median(pages) * 1000:.0f}  p95 {p95(pages):.0f} ms"
        )
    errors = [error for desk in (*alone, *together) for error in desk.errors]
    say(f"errors   readers {reading.get('errors', 'did not come')}   newsroom {len(errors)} {errors[:5]}")
    say(f"ready afterwards: {is_ready}")


def main() -> None:
    options = parser(__doc__.split("\n")[0], sizes=[100_000])
    options.add_argument("--minutes", type=float, default=10, help="with readers (default: 10)")
    options.add_argument("--readers", type=int, default=200, help="at once (default: 200)")
    options.add_argument("--pause", type=float, default=2, help="seconds between two pages or deeds (default: 2)")
    chosen = options.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the servers are stopped then, too
    with papers(chosen) as found:
        for one in found:
            measure(one, chosen)


if __name__ == "__main__":
    main()
