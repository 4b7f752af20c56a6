"""Eight people at once on the same six pieces: nobody breaks a rule of the house, nobody waits for ever."""

import json

import pytest

from tests.audit.homes import ENGINES, new_home

pytestmark = pytest.mark.audit

DEEDS = {"sqlite": 40, "postgresql": 80}  # of each person; SQLite has one writer at a time


@pytest.mark.parametrize("engine", ENGINES)
def test_a_newsroom_that_hammers_on_the_same_pieces_breaks_nothing(engine, seed, tell, tmp_path):
    home = new_home(tmp_path / "paper", engine)
    home.module("tests.audit.newsroom", "prepare", "2")

    said = home.module("tests.audit.newsroom", "hammer", str(seed), str(DEEDS[engine]))

    came_of_it = json.loads(said.splitlines()[-1])
    tell(" ".join(f"{name}:{count}" for name, count in sorted(came_of_it["counts"].items())))
    assert came_of_it["errors"] == []
    assert came_of_it["breaches"] == []
    done = sum(count for name, count in came_of_it["counts"].items() if name not in {"StepClosed", "SomeoneWasFirst"})
    assert done > 100
    assert came_of_it["counts"]["SomeoneWasFirst"] > 0  # otherwise they did not meet
