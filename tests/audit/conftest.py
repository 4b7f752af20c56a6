"""The sample paper, loaded once and served as in life, for the tests of what readers and the newsroom get."""

import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from tests.audit.homes import Home, new_home

ACCOUNT = re.compile(
    r"^\s+(?P<name>\S+)\s+(?P<roles>\S+)\s+(?P<login>[a-z]+)\s+(?P<password>[a-z2-9]{4}(-[a-z2-9]{4}){3})"
)
FIGURES: list[str] = []


@dataclass(frozen=True)
class Paper:
    """A served paper: its home, one address of each kind of page, and its accounts."""

    home: Home
    pages: dict[str, str]
    desk: dict[str, str]
    texts: dict[str, int]
    passwords: dict[str, tuple[str, str]]  # role → login, password

    @property
    def address(self) -> str:
        return self.home.address


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Paper]:
    """Give the sample paper as make run serves it."""
    home = new_home(tmp_path_factory.mktemp("audit") / "sample", "sqlite")
    home.manage("collectstatic", "--noinput", "--verbosity", "0")
    said = home.manage("load_sample_paper")
    passwords = {}
    for line in said.splitlines():
        if found := ACCOUNT.match(line):
            for role in found["roles"].split("、"):
                passwords.setdefault(role, (found["login"], found["password"]))
    server = home.serve()
    yield Paper(home, **json.loads(home.module("tests.audit.addresses")), passwords=passwords)
    server.stop()


@pytest.fixture
def seed() -> int:
    """Give the seed of this test's random numbers: AUDIT_SEED, else the time; a failed test shows it."""
    chosen = int(os.environ.get("AUDIT_SEED", time.time()))
    sys.stdout.write(f"AUDIT_SEED={chosen}\n")
    return chosen


@pytest.fixture
def tell(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Give a function that keeps a figure of this test for the table at the end of the run."""
    return lambda figure: FIGURES.append(f"{request.node.name}: {figure}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show what was measured."""
    if FIGURES:
        terminalreporter.section("figures of the audit")
        for line in FIGURES:
            terminalreporter.line(line)
