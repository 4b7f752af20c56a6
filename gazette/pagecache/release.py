"""The digest of a release: pages that another code, template or static file made are never shown."""

import hashlib
import sys
from collections.abc import Iterable
from pathlib import Path

import django

# Whatever lies in these may change a page. The requirements stand for the libraries.
SOURCES = ("gazette", "articles", "staff", "templates", "locale", "requirements.txt")


def release_digest(base: Path, *, static_root: Path, values: Iterable[str] = ()) -> str:
    """Return 16 characters for the files below ``base``, the manifest of static files and the given settings."""
    digest = hashlib.blake2b(digest_size=8)
    for value in (django.__version__, sys.version, *values):
        digest.update(f"{value}\0".encode())
    for path in source_files(base, static_root):
        content = path.read_bytes()
        digest.update(f"{path}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def source_files(base: Path, static_root: Path) -> list[Path]:
    """Return the files in a fixed order; Python's own compiled ones are no source."""
    paths = [path for name in SOURCES for path in [base / name, *(base / name).rglob("*")]]
    paths.append(static_root / "staticfiles.json")
    return sorted(path for path in paths if path.is_file() and "__pycache__" not in path.parts)
