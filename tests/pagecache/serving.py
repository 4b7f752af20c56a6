"""A server process of its own: ``python -m tests.pagecache.serving {…}`` prints its port and serves until it is ended.

The argument is JSON: ``database`` as in DATABASES, ``folder`` for kept pages, ``site_url``. The paper shows the name of
the section "news" on every page, so renaming that section is a publication.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import django
from django.conf import settings
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler

given = json.loads(sys.argv[1])
settings.DATABASES["default"] = given["database"]
django.setup()

from articles.generation import current  # noqa: E402 (models can be imported only now)
from articles.models.shared import Section  # noqa: E402
from gazette.pagecache import PageCache  # noqa: E402
from tests.pagecache.paper import options  # noqa: E402

HEADERS = [
    ("Content-Security-Policy", settings.READERS_CONTENT_SECURITY_POLICY),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", settings.PERMISSIONS_POLICY),
    ("Referrer-Policy", settings.SECURE_REFERRER_POLICY),
    ("Strict-Transport-Security", "max-age=31536000"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", settings.X_FRAME_OPTIONS),
]
TYPES = {
    "/feed.rss": "application/rss+xml; charset=utf-8",
    "/robots.txt": "text/plain; charset=utf-8",
    "/sitemap.xml": "application/xml; charset=utf-8",
    "/picture/": "image/svg+xml",
}
STATUSES = {"/gone/": "410 Gone", "/missing/": "404 Not Found", "/old/": "301 Moved Permanently", "/off/": "503 Off"}


def paper(environ: dict, start_response: Callable) -> list[bytes]:
    """Show the section's name; /special/ carries a header that nginx does not know."""
    path = environ["PATH_INFO"]
    name = Section.objects.get(slug="news").name
    headers = [("Content-Type", TYPES.get(path, "text/html; charset=utf-8")), *HEADERS]
    if path == "/old/":
        headers.append(("Location", "/"))
    if path == "/special/":
        headers.append(("X-Robots-Tag", "noindex"))
    if environ["REQUEST_METHOD"] == "POST":
        start_response("200 OK", headers)
        return [b"posted"]
    start_response(STATUSES.get(path, "200 OK"), headers)
    return [f"<p>{name}</p>{path}?{environ['QUERY_STRING']}{' ' * 400}".encode()]


class QuietHandler(WSGIRequestHandler):
    """Logs no request."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def main() -> None:
    """Serve the paper through a page cache that watches, as a worker in life does."""
    cache = PageCache(
        paper,
        read_stamp=current,
        options=options(
            Path(given["folder"]), site_url=given["site_url"], hosts=("127.0.0.1",), writes_plain_files=True
        ),
        watches=True,
    )
    cache.watch.start()
    server = ThreadedWSGIServer(("127.0.0.1", 0), QuietHandler)
    server.set_app(cache)
    print(server.server_address[1], flush=True)  # noqa: T201 (the process that started this one reads it)
    server.serve_forever()


if __name__ == "__main__":
    main()
