"""The programs that make audit runs beside Python, and what to do where one is missing."""

import json
import shutil
import subprocess
from pathlib import Path

from tests.chromium import chromium_path

FOLDER = Path(__file__).parent
MODULES = FOLDER / "node_modules"
AXE = MODULES / "axe-core" / "axe.min.js"
LIGHTHOUSE = MODULES / "lighthouse" / "cli" / "index.js"
VNU = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
#: Jing, which the W3C checker brings with it: validates against RELAX NG.
JING = ("java", "-cp", str(VNU), "nu.validator.vendor.thaiopensource.relaxng.util.Driver", "-c")


def missing() -> list[str]:
    """One sentence for each program that is not there, with how to get it."""
    sentences = []
    if chromium_path() is None:
        sentences.append("Chromium is missing: apt-get install chromium, or CHROMIUM=/path/to/it make audit.")
    if not shutil.which("node") or not shutil.which("npm"):
        sentences.append("Node is missing: apt-get install nodejs npm (18 or newer).")
    elif not all(path.exists() for path in (AXE, LIGHTHOUSE, VNU)):
        sentences.append("The packages of tests/audit are missing: npm ci --prefix tests/audit.")
    if not shutil.which("java"):
        sentences.append("Java is missing: apt-get install default-jre-headless.")
    if not shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin"):
        sentences.append("nginx is missing: apt-get install nginx libnginx-mod-http-brotli-static.")
    return sentences


def complaints_of_the_checker(*arguments: str, files: list[Path]) -> list[str]:
    """What the W3C checker says of these files, errors and warnings, a line each; plain remarks are left out."""
    done = subprocess.run(
        ["java", "-jar", str(VNU), "--format", "json", "--stdout", "--exit-zero-always", *arguments, *map(str, files)],
        capture_output=True,
        text=True,
        check=True,
        timeout=180,
    )
    return [
        f"{Path(said['url']).name}:{said.get('lastLine', '?')}: {said['message']} | {said.get('extract', '').strip()}"
        for said in json.loads(done.stdout)["messages"]
        if said["type"] != "info" or said.get("subType") == "warning"
    ]


def complaints_of_the_schema(schema: Path, file: Path) -> list[str]:
    """Where an XML file is not what a RELAX NG schema (compact syntax) says."""
    done = subprocess.run([*JING, str(schema), str(file)], capture_output=True, text=True, check=False, timeout=60)
    said = (done.stdout + done.stderr).splitlines()
    assert done.returncode == 0 or said, "the schema could not be read"
    return said
