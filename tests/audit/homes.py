"""Papers of their own for the audit: a folder, a database on either engine, and the production server in front."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
from django.conf import settings

KEY = "a key for the audit, of no use to anybody, and more than fifty characters long"
SECONDS_TO_START = 60
ENGINES = ("sqlite", "postgresql")


def free_port() -> int:
    """Below the range from which outgoing connections take theirs."""
    while True:
        port = random.randrange(20000, 32000)
        with socket.socket() as taken:
            if taken.connect_ex(("127.0.0.1", port)):
                return port


@dataclass
class Server:
    """The production server of a paper, as make serve starts it: granian, two workers, kept pages."""

    address: str
    process: subprocess.Popen

    def answers(self, question: str) -> bool:
        try:
            return urllib.request.urlopen(f"{self.address}/{question}", timeout=5).status == 200
        except OSError:
            return False

    def is_ready(self) -> bool:
        return self.answers("readyz")

    def wait(self, question: str) -> None:
        deadline = time.monotonic() + SECONDS_TO_START
        while not self.answers(question):
            assert self.process.poll() is None, "the server did not start"
            assert time.monotonic() < deadline, "the server does not answer"
            time.sleep(0.05)

    def kill(self) -> None:
        """kill -9, all of its processes at once: nobody gets to tidy up."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                self.kill()


@dataclass
class Home:
    """A folder with all of a paper, and the environment that leads its commands and servers there."""

    folder: Path
    database_url: str = ""
    port: int = field(default_factory=free_port)
    said: dict[str, str] = field(default_factory=dict)  # what else the environment of this paper says
    log_folder: Path | None = None  # where its server writes its log, if not beside the paper

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        ours = {
            "GAZETTE_HOME": str(self.folder),
            "SITE_URL": self.address,
            "SECOND_FACTOR_DUE": "nobody",
            "SECRET_KEY": KEY,
            "LOG_LEVEL": "WARNING",
            "DJANGO_SETTINGS_MODULE": "gazette.settings",
            "PYTHONUNBUFFERED": "1",
        }
        if self.database_url:
            ours["DATABASE_URL"] = self.database_url
        inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
        return inherited | ours | self.said

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, str(Path(settings.BASE_DIR) / "manage.py"), *arguments]

    def start(self, *command: str) -> subprocess.Popen:
        """Start a program in a process group of its own, so that all of it can be killed."""
        return subprocess.Popen(
            command,
            cwd=settings.BASE_DIR,
            env=self.environment,
            start_new_session=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, *command: str) -> str:
        """Run a program to its end and give what it printed; fails with all it said when it fails."""
        done = subprocess.run(
            command, cwd=settings.BASE_DIR, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def manage(self, *arguments: str) -> str:
        return self.run(*self.command(*arguments))

    def module(self, name: str, *arguments: str) -> str:
        """Run a module of the tests in this paper."""
        return self.run(*self.python(name, *arguments))

    def python(self, name: str, *arguments: str) -> list[str]:
        """The command that runs a module in this paper's environment."""
        return [sys.executable, "-W", "ignore", "-m", name, *arguments]

    def serve(self, *, until: str = "readyz") -> Server:
        """Start the server, and wait until it answers this question of a supervisor."""
        granian = Path(sys.executable).with_name("granian")
        arguments = f"--interface wsgi --host 127.0.0.1 --port {self.port} --workers 2 --blocking-threads 4"
        log_file = (self.log_folder or self.folder) / "server.log"
        log = log_file.open("a", encoding="utf-8")
        process = subprocess.Popen(
            [str(granian), *arguments.split(), "--log-level", "warning", "gazette.wsgi:application"],
            cwd=settings.BASE_DIR,
            env=self.environment,
            start_new_session=True,
            stdout=log,
            stderr=log,
        )
        log.close()
        server = Server(self.address, process)
        try:
            server.wait(until)
        except AssertionError as error:
            server.stop()
            raise AssertionError(f"{error}\n{log_file.read_text()[-4000:]}") from None
        return server


def new_home(folder: Path, engine: str, *, is_migrated: bool = True) -> Home:
    """A paper with an empty, migrated database; on PostgreSQL one of its own on the server of the tests."""
    folder.mkdir(parents=True)
    url = ""
    if engine == "postgresql":
        name = f"audit_{uuid4().hex[:12]}"
        server = os.environ["TEST_DATABASE_URL"]
        with psycopg.connect(server, dbname="postgres", autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        url = urlsplit(server)._replace(path=f"/{name}").geturl()
    home = Home(folder, url)
    if is_migrated:
        home.manage("migrate", "--verbosity", "0")
    return home


def status_of(address: str) -> int:
    """The status that an address answers."""
    try:
        return urllib.request.urlopen(address, timeout=20).status
    except urllib.error.HTTPError as error:
        return error.code
