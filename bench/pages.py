"""Kept pages, to the same bytes from nginx and from a bare WSGI server: python -m bench.pages [--papers FOLDER]

ours            granian with two workers, as make serve starts it
ours by nginx   nginx with deploy/nginx.conf, which reads the files that ours has kept
bare            granian with as many workers, which answers bytes from a dict
nginx           nginx with the same bytes as static files: what the others are compared with, in every round

Requests a second, CPU of the server's processes for a request, and the 99th percentile of the time that one takes; wrk
asks with 32 connections, and accepts gzip. To reach: ours 0.5 of nginx's requests and 4 times its CPU, by nginx 0.9,
and a p99 of twice that. Wants nginx and wrk (apt-get install nginx wrk).

Five minutes: one paper of 1,000 pieces on SQLite, since no kept page asks a database (--pieces, --engine).
"""

import gzip
import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.charts import Bar, keep
from bench.measuring import Spread, cpu_of_group, machine, moment, ratios, say
from bench.papers import Paper, papers, parser
from tests.audit.homes import free_port
from tests.pagecache.nginx import NGINX, brotli_modules, configuration_for_the_test

WRK = shutil.which("wrk")
CONNECTIONS = 32
SECONDS = 2  # of one round with one server
ROUNDS = 7
REFERENCE = "nginx"
SERVERS = ("ours", "ours by nginx", "bare", REFERENCE)
REACH = {  # by what is measured and by whom
    "requests": {"ours": 0.5, "ours by nginx": 0.9},
    "cpu": {"ours": 4, "ours by nginx": 4},
    "p99": {"ours": 2, "ours by nginx": 2},
}
UNITS = {"requests": "requests a second", "cpu": "CPU of the server for a request", "p99": "99th percentile"}
KINDS = ("article", "home", "section", "feed")
# wrk's last lines: how many, how long, and what went wrong.
ASKED = re.compile(r"Requests/sec:\s+([0-9.]+)")
P99 = re.compile(r"99%\s+([0-9.]+)(us|ms|s)\b")
FAILED = re.compile(r"Non-2xx.*|Socket errors.*")
MILLISECONDS = {"us": 0.001, "ms": 1, "s": 1000}

MAIN = """
{modules}
daemon off; worker_processes 2; pid {folder}/{port}.pid; error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
    client_body_temp_path {folder}/tmp; proxy_temp_path {folder}/tmp; fastcgi_temp_path {folder}/tmp;
    uwsgi_temp_path {folder}/tmp; scgi_temp_path {folder}/tmp; access_log off; sendfile on; tcp_nopush on;
    keepalive_requests 10000000;
    {servers}
}}
"""
STATIC = """
server {{ listen 127.0.0.1:{port}; root {folder}/bytes; gzip_static on; default_type "text/html; charset=utf-8"; }}
"""


@dataclass(frozen=True)
class Server:
    """A server that is running, its process group's leader, and its address."""

    leader: int
    port: int


@dataclass(frozen=True)
class Round:
    """What wrk said of one server in a few seconds."""

    per_second: float
    cpu_ms: float  # of the server, for a request
    p99: float  # milliseconds


def page(port: int, path: str) -> tuple[bytes, str]:
    """The page as a browser gets it that accepts gzip, and its type."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    response = connection.getresponse()
    body = response.read()
    said = response.status, response.getheader("Content-Encoding")
    assert said == (200, "gzip"), f"{path}: {said}"
    return body, response.getheader("Content-Type")


def load(server: Server, path: str) -> Round:
    command = [WRK, "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency", "-H", "Accept-Encoding: gzip"]
    began = cpu_of_group(server.leader)
    said = subprocess.run(
        [*command, f"http://127.0.0.1:{server.port}{path}"], capture_output=True, text=True, check=True
    ).stdout
    used = cpu_of_group(server.leader) - began
    assert not FAILED.search(said), f"{path}: {FAILED.search(said)[0]}"
    per_second, (number, unit) = float(ASKED.search(said)[1]), P99.search(said).groups()
    return Round(per_second, used / (per_second * SECONDS) * 1000, float(number) * MILLISECONDS[unit])


@contextmanager
def started(command: list[str], port: int, **said: str) -> Iterator[Server]:
    process = subprocess.Popen(command, env={**os.environ, **said}, start_new_session=True)
    try:
        while True:
            try:
                http.client.HTTPConnection("127.0.0.1", port, timeout=5).request("HEAD", "/")
                break
            except ConnectionError:
                assert process.poll() is None, f"{command[0]} did not start"
                time.sleep(0.05)
        yield Server(process.pid, port)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()


@contextmanager
def servers(paper: Paper) -> Iterator[tuple[dict[str, Server], dict[str, str]]]:
    """All four, and the address of a page of each kind."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="gazette-bench-")))
        folder.chmod(0o755)  # nginx's workers are somebody else
        for name in ("tmp", "bytes"):
            (folder / name).mkdir()
        paper.home.said["PAGE_CACHE_FOR_NGINX"] = "true"
        ours = paper.home.serve()
        stack.callback(ours.stop)
        told = paper.measure("bench.addresses")
        paths = {"article": told["article"], "home": "/", "section": told["section"], "feed": "/feed.atom"}
        bodies = {path: page(paper.home.port, path) for path in paths.values()}
        named = {}
        for place, (path, (body, kind)) in enumerate(bodies.items()):
            packed = folder / "bytes" / f"{path.lstrip('/')}{'index.html' if path.endswith('/') else ''}.gz"
            packed.parent.mkdir(parents=True, exist_ok=True)
            packed.write_bytes(body)
            packed.with_suffix("").write_bytes(gzip.decompress(body))
            named[path] = (str(packed), kind)
            assert place < len(KINDS)
        (folder / "bare.json").write_text(json.dumps(named), encoding="utf-8")
        bare, static, by_files = free_port(), free_port(), free_port()
        granian = str(Path(sys.executable).with_name("granian"))
        command = [granian, *f"--interface wsgi --host 127.0.0.1 --port {bare} --workers 2".split()]
        command += ["--blocking-threads", "4", "--log-level", "warning", "bench.bare:application"]
        # Neither nginx writes a log: the disk is not what is measured.
        ours_of_nginx = configuration_for_the_test(paper.home.folder, paper.home.address, by_files)
        ours_of_nginx = re.sub(r"access_log [^;]+;", "", ours_of_nginx)
        for parent in [paper.home.folder, *paper.home.folder.parents]:
            if parent.owner() == "root" and os.getuid() == 0 and not parent.stat().st_mode & 1:
                parent.chmod(parent.stat().st_mode | 0o11)
        running = {"ours": Server(ours.process.pid, paper.home.port)}
        running["bare"] = stack.enter_context(started(command, bare, BARE_PAGES=str(folder / "bare.json")))
        modules = "".join(f"load_module {path};\n" for path in brotli_modules())
        own = {"nginx": STATIC.format(port=static, folder=folder), "ours by nginx": ours_of_nginx}
        for name, port in (("nginx", static), ("ours by nginx", by_files)):
            file = folder / f"{port}.conf"
            file.write_text(MAIN.format(folder=folder, port=port, servers=own[name], modules=modules), encoding="utf-8")
            command = [NGINX, "-e", str(folder / "error.log"), "-p", str(folder), "-c", str(file)]
            running[name] = stack.enter_context(started(command, port))
        for name, server in running.items():
            for path, (body, _kind) in bodies.items():
                assert page(server.port, path)[0] == body, f"{name} has another {path}"
        yield running, paths


def measure(paper: Paper) -> None:
    bars: dict[str, list[Bar]] = {what: [] for what in REACH}
    with servers(paper) as (running, paths):
        say(f"\n{paper.name}, {machine()}, {moment()}")
        say(f"{'':24}{'requests, to nginx':>28}{'CPU, to nginx':>24}{'p99, to nginx':>24}   ms of CPU, p99 in ms")
        for kind in KINDS:
            rounds: dict[str, list[Round]] = {name: [] for name in SERVERS}
            for turn in range(ROUNDS):
                for name in SERVERS if turn % 2 else reversed(SERVERS):
                    rounds[name].append(load(running[name], paths[kind]))
            them = rounds[REFERENCE]
            for name in SERVERS:
                us = rounds[name]
                found = {
                    "requests": ratios([one.per_second for one in us], [one.per_second for one in them]),
                    "cpu": ratios([one.cpu_ms for one in us], [one.cpu_ms for one in them]),
                    "p99": ratios([one.p99 for one in us], [one.p99 for one in them]),
                }
                middle = Spread.of(one.cpu_ms for one in us).median, Spread.of(one.p99 for one in us).median
                speed, cpu, p99 = map(str, found.values())
                say(f"{kind:8} {name:15}{speed:>28}{cpu:>24}{p99:>24}   {middle[0]:.3f}, {middle[1]:.1f}")
                if name != REFERENCE:
                    for what, spread in found.items():
                        bars[what].append(Bar(f"{paper.name}: {kind}, {name}", spread, REACH[what].get(name)))
    for what, unit in UNITS.items():
        keep(f"pages_{what}", "Kept pages, to nginx with the same bytes as files", bars[what], unit=f"{unit}, ratio")


def main() -> None:
    options = parser(__doc__.split("\n")[0], sizes=[1_000], engines=["sqlite"]).parse_args()
    if not (NGINX and WRK):
        sys.exit("bench.pages wants nginx and wrk: apt-get install nginx wrk")
    with papers(options) as several:
        for paper in several:
            measure(paper)


if __name__ == "__main__":
    main()
