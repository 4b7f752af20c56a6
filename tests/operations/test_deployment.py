"""What lies in deploy/ agrees with itself, with the settings and with make; what the machine has checks the rest."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

DEPLOY = Path(settings.BASE_DIR) / "deploy"
UNITS = sorted([*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")])
PROGRAM = re.compile(r"/opt/gazette/\.venv/bin/\w+")
#: Reads YAML with whatever Python of the machine can: the paper itself needs none that does.
AS_JSON = "import json, sys, yaml; json.dump(yaml.safe_load(open(sys.argv[1])), sys.stdout)"


def text(name: str) -> str:
    return (Path(settings.BASE_DIR) / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def compose() -> dict:
    """Give deploy/compose.yaml, read."""
    for python in filter(None, map(shutil.which, ("/usr/bin/python3", "python3"))):
        read = subprocess.run(
            [python, "-c", AS_JSON, DEPLOY / "compose.yaml"], capture_output=True, text=True, check=False
        )
        if not read.returncode:
            return json.loads(read.stdout)
        assert "No module named 'yaml'" in read.stderr, read.stderr
    pytest.skip("no Python with PyYAML: deploy/compose.yaml was not read")


def options_of_the_server(words: str) -> dict[str, str]:
    """What granian is told, but for where it listens."""
    told = dict(re.findall(r"--(interface|workers|blocking-threads|log-level) (\S+)", words))
    return told | {"application": re.search(r"gazette\.wsgi:application", words)[0]}


def test_the_server_is_started_alike_by_make_by_systemd_and_in_a_container():
    make = text("Makefile").replace("\\\n", " ").replace("$(WORKERS)", "2").replace("$(THREADS)", "4")
    by_make = options_of_the_server(re.search(r"^SERVER := .*", make, re.MULTILINE)[0])
    unit = text("deploy/gazette.service").replace("\\\n", " ")
    by_systemd = options_of_the_server(re.search(r"^ExecStart=.*", unit, re.MULTILINE)[0])
    words = " ".join(re.findall(r'"([^"]*)"', text("deploy/Dockerfile").partition("CMD")[2]))
    assert by_make == by_systemd == options_of_the_server(words)
    assert len(by_make) == 5


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here: the units were not verified")
def test_systemd_takes_the_units(tmp_path):
    for unit in UNITS:
        (tmp_path / unit.name).write_text(PROGRAM.sub("/bin/true", unit.read_text(encoding="utf-8")), encoding="utf-8")
    checked = subprocess.run(
        ["systemd-analyze", "verify", *map(str, sorted(tmp_path.iterdir()))],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (checked.returncode, checked.stderr) == (0, "")


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_calls_commands_that_there_are(unit):
    for command in re.findall(r"manage\.py (\w+)", unit.read_text(encoding="utf-8")):
        assert command in get_commands(), command


def test_the_containers_know_each_other_and_say_only_what_the_settings_read(compose):
    services = compose["services"]
    for name, service in services.items():
        assert set(service.get("depends_on", ())) <= set(services), name
        assert set(service.get("networks", ())) <= set(compose["networks"]), name
        assert "build" in service or "image" in service, name
        for volume in service.get("volumes", ()):
            source = volume.partition(":")[0]
            assert source in compose["volumes"] or (DEPLOY / source).exists() or source == "./certificates", source
        if name.startswith(("application", "setup")):
            for variable in service["environment"]:
                assert f"    {variable} " in text("gazette/settings.py"), variable
    build = services["application1"]["build"]
    assert (DEPLOY / build["context"] / build["dockerfile"]).resolve() == DEPLOY / "Dockerfile"
    for command in re.findall(r"manage\.py (\w+)", services["setup"]["command"][-1]):
        assert command in get_commands(), command


def test_what_nginx_asks_for_in_the_containers_is_there(compose):
    mounted = dict(
        volume.split(":")[:2] for volume in compose["services"]["nginx"]["volumes"] if volume.startswith("./")
    )
    assert "/opt/gazette/deploy/errors" in mounted.values()
    assert "alias /opt/gazette/deploy/errors/;" in text("deploy/nginx.conf")
    named = set(re.findall(r"/_errors/(\d+\.html)", text("deploy/nginx.conf")))
    assert named == {page.name for page in (DEPLOY / "errors").iterdir()}
