"""From a WSGI request to the page that it asks for: pure functions.

Two requests for the same page have the same key, and Django sees the same request for both: no cookie, no language,
no browser, no foreign host, no unknown parameter. So a public view cannot vary by what the key does not hold.
"""

import io
import re
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

# The longest address of ours has some 120 bytes, a search for 200 Chinese characters some 1,800.
LONGEST_PATH = 1024  # bytes, decoded
LONGEST_QUERY = 4096  # bytes, as sent
MOST_PARAMETERS = 50

# A path without a query is its own key; with one, the pair: a "?" inside a path (%3F) can't be taken for the other.
Key = str | tuple[str, str]

# WSGI hands a path over as bytes in latin-1. No control character, no backslash, no empty segment.
PLAIN_PATH = re.compile(r"(?:/[^/\x00-\x1f\x7f\\]+)*/?")
CONTROL_CHARACTERS = re.compile(r"[\x00-\x1f\x7f]+")


def is_private(path: str, prefixes: tuple[str, ...]) -> bool:
    """Tell whether the path belongs to the newsroom, the files or the machine's own questions; so does ``/admin``."""
    return path.startswith(prefixes) or f"{path}/" in prefixes


def why_not_plain(path: str) -> str:
    """Return why no page of ours lives at this path, or ""; Django answers such a request, and that is not kept."""
    if len(path) > LONGEST_PATH:
        return "the path is too long"
    if not path or not PLAIN_PATH.fullmatch(path):
        return "the path has an empty segment, a backslash or a control character"
    if any(segment in {".", ".."} for segment in path.split("/")):
        return "the path has a dot segment"
    try:
        path.encode("latin-1").decode()
    except UnicodeError:
        return "the path is not UTF-8"
    return ""


def canonical_query(query: str, names: frozenset[str]) -> str:
    """Return the known parameters, sorted, each with its last value; empty ones and unknown ones are dropped.

    A view reads the last value of a parameter, so the earlier ones are noise. Control characters become spaces:
    PostgreSQL refuses NUL, and nobody searches for a line break. What was sent without percent signs is UTF-8, too:
    WSGI hands its bytes over in latin-1.
    """
    sent = query.encode("latin-1", "replace").decode(errors="replace")
    try:
        pairs = parse_qsl(sent, max_num_fields=MOST_PARAMETERS)
    except ValueError:  # too many
        return ""
    known = {name: CONTROL_CHARACTERS.sub(" ", value).strip() for name, value in pairs if name in names}
    return urlencode(sorted((name, value) for name, value in known.items() if value))


@lru_cache(maxsize=512)
def best_encoding(accepted: str) -> str:
    """Return "br", "gzip" or "" for an Accept-Encoding header; we choose among what is accepted at all.

    >>> best_encoding("gzip, deflate, br;q=0.2"), best_encoding("*;q=0, gzip"), best_encoding("identity")
    ('br', 'gzip', '')
    """
    if len(accepted) > 1000:
        return ""
    is_accepted = {}
    for item in accepted.lower().split(","):
        name, _, parameters = item.partition(";")
        is_accepted[name.strip()] = not re.fullmatch(r"\s*q=0(\.0*)?\s*", parameters)
    others = is_accepted.get("*", False)
    return next((name for name in ("br", "gzip") if is_accepted.get(name, others)), "")


def environ_for_all(environ: dict[str, Any], path: str, query: str, site_url: str) -> dict[str, Any]:
    """Return the one request for this page that Django ever sees, whoever asks.

    A redirect from http to https therefore belongs to the proxy: Django sees the scheme of SITE_URL.
    """
    site = urlsplit(site_url)
    same = {name: value for name, value in environ.items() if not name.startswith("HTTP_")}
    for name in ("CONTENT_TYPE", "CONTENT_LENGTH", "REQUEST_URI", "RAW_URI", "REMOTE_HOST", "REMOTE_USER", "AUTH_TYPE"):
        same.pop(name, None)
    return same | {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "HTTP_HOST": site.netloc,
        "SERVER_NAME": site.hostname or "",
        "SERVER_PORT": str(site.port or (443 if site.scheme == "https" else 80)),
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": site.scheme,
        "wsgi.input": io.BytesIO(),
    }
