"""The browser of the tests: which Chromium, and how it is started."""

import os
import shutil

import pytest

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",  # The tests may run as root, where Chromium has no sandbox.
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium_path() -> str | None:
    """Return the Chromium that CHROMIUM names, else one that is installed, else None."""
    if named := os.environ.get("CHROMIUM"):
        if not shutil.which(named):
            raise pytest.UsageError(f"CHROMIUM is {named!r}, but the path of a browser that can be run is expected.")
        return named
    return next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
