"""The licences of everything that Gazette runs on: ``make licences`` writes docs/licences.md.

Read off what is installed, for the packages that requirements.txt pins.
"""

import re
import sys
from importlib import metadata
from pathlib import Path

HEAD = """# Licences

What Gazette runs on, as pinned in `requirements.txt`, with the licence that each package states. Written by
`make licences`; all of them allow a newspaper to run, change and keep the software without fee. The body editor brings
Tiptap and ProseMirror (MIT) in the static files of its package.

| package | version | licence | home |
|---|---|---|---|
"""
PLACES = ("source", "source code", "repository", "code", "github", "homepage")
#: Licences that ask nothing of whoever runs the software: another one has to be looked at before it comes in.
KNOWN = ("MIT", "BSD", "APACHE", "LGPL", "MPL", "PSF", "ISC", "HPND", "UNLICENSE", "CC0", "ZERO-CLAUSE")


def pinned(file: Path) -> list[tuple[str, str]]:
    """The packages of a compiled list of requirements, with their versions."""
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    return re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)\s*\\?$", text, re.MULTILINE)


def licence(name: str) -> str:
    """What the package says of its licence; "" where it says nothing."""
    said = metadata.metadata(name)
    classifiers = [
        line.rpartition(" :: ")[2] for line in said.get_all("Classifier", []) if line.startswith("License ::")
    ]
    short = said.get("License", "") or ""
    return (
        said.get("License-Expression") or "; ".join(classifiers) or (short if len(short) < 60 else short.split("\n")[0])
    )


def home(name: str) -> str:
    """Where the package lives: its source where it names it."""
    said = metadata.metadata(name)
    addresses = {
        label.lower().strip(): address
        for label, _comma, address in (line.partition(", ") for line in said.get_all("Project-URL", []))
    }
    named = (addresses[label] for label in PLACES if label in addresses)
    return next(named, "") or said.get("Home-page") or next(iter(addresses.values()), "")


def is_known(words: str) -> bool:
    """Whether it is one of the licences that ask nothing."""
    return any(known in words.upper().replace(" ", "-") or known in words.upper() for known in KNOWN)


def table(file: Path) -> str:
    """The whole page."""
    rows = [f"| {name} | {version} | {licence(name) or '—'} | {home(name) or '—'} |" for name, version in pinned(file)]
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    sys.stdout.write(table(Path(sys.argv[1])))
