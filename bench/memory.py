"""Memory of the server, two workers as make serve starts them: python -m bench.memory [--papers FOLDER]

begun     MiB that are the worker's own (PSS), per worker, when it has answered its first pages
full      after 3,000 different articles: more than a worker keeps (64 MiB), so this is what it grows to
plain     a worker of the plain Django site of bench/plain, after as many articles, for comparison
"""

import http.client
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from bench.charts import Bar, keep
from bench.measuring import Spread, machine, memory_of_group, moment, say
from bench.papers import Paper, papers, parser
from tests.audit.homes import free_port

ARTICLES = 3000
FIRST = 10


def ask(port: int, paths: list[str]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for path in paths:
        connection.request("GET", path, headers={"Accept-Encoding": "br"})
        response = connection.getresponse()
        response.read()
        assert response.status == 200, f"{path}: {response.status}"


def measure(paper: Paper) -> None:
    paths = paper.measure("bench.addresses", str(ARTICLES))["articles"]
    server = paper.home.serve()
    try:
        ask(paper.home.port, paths[:FIRST])
        begun = max(memory_of_group(server.process.pid).values())
        ask(paper.home.port, paths)
        full = max(memory_of_group(server.process.pid).values())
    finally:
        server.stop()
    port = free_port()
    granian = str(Path(sys.executable).with_name("granian"))
    command = [granian, *f"--interface wsgi --host 127.0.0.1 --port {port} --workers 2 --blocking-threads 4".split()]
    environment = {**paper.home.environment, "DJANGO_SETTINGS_MODULE": "bench.plain.settings"}
    plain = subprocess.Popen(
        [*command, "--log-level", "warning", "bench.plain.wsgi:application"], env=environment, start_new_session=True
    )
    try:
        while True:
            try:
                ask(port, paths[:1])
                break
            except ConnectionError:
                assert plain.poll() is None, "the plain site did not start"
                time.sleep(0.1)
        ask(port, paths)
        reference = max(memory_of_group(plain.pid).values())
    finally:
        os.killpg(plain.pid, signal.SIGTERM)
        plain.wait()
    say(f"\n{paper.engine}, {paper.pieces:,} pieces, {len(paths):,} articles asked for, {machine()}, {moment()}")
    say(f"begun {begun:.0f} MiB   full {full:.0f} MiB   plain {reference:.0f} MiB   ratio {full / reference:.2f}")
    figures = {"begun": begun, "full": full, "a worker of a plain site": reference}
    bars = [Bar(f"{paper.name}: {what}", Spread.of([mib])) for what, mib in figures.items()]
    keep("memory", "Memory of a worker of the server", bars, unit="MiB")


if __name__ == "__main__":
    with papers(parser(__doc__.split("\n")[0]).parse_args()) as found:
        for one in found:
            measure(one)
