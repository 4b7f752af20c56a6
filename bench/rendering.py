"""A process of a paper that renders what its standard input asks for, a word a line, and answers with a line of JSON.

pages N      CPU milliseconds of one page of each kind; N says which pieces
articles N   of articles alone, the same ones: all that the plain site has
statements   of one page of each kind
kept         CPU milliseconds that the page cache takes beside rendering an article
"""

import io
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import django

django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import Max, Min  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from articles.models.published import PublishedArticle  # noqa: E402
from articles.models.shared import Section, Tag  # noqa: E402
from bench.search_on_one_engine import server_cpu  # noqa: E402
from gazette.pagecache.page import make_page, to_file  # noqa: E402
from staff.models import Reporter  # noqa: E402

ARTICLES = 100  # another hundred each round
OTHERS = 8  # pages of each other kind

application = get_wsgi_application()


def ask(path: str) -> bytes:
    """The page at this address, as bytes."""
    said: list[str] = []
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": path.encode().decode("latin-1"), "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80",
        "HTTP_HOST": "127.0.0.1", "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1", "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr,
    }  # fmt: skip
    response = application(environ, lambda status, headers, error=None: said.append(status))
    body = b"".join(response)
    response.close()
    assert said[0].startswith("200"), f"{path}: {said[0]}"
    return body


def cpu_ms(paths: Iterable[str]) -> float:
    """CPU milliseconds of one of these pages, the database server's included."""
    paths = list(paths)
    began = time.process_time_ns() + server_cpu()
    for path in paths:
        ask(path)
    return (time.process_time_ns() + server_cpu() - began) / len(paths) / 1e6


def articles(chance: random.Random) -> list[str]:
    """Addresses of pieces from all times of the paper."""
    ends = PublishedArticle.objects.aggregate(least=Min("pk"), most=Max("pk"))
    numbers = [chance.randint(ends["least"], ends["most"]) for _ in range(ARTICLES + 20)]
    rows = PublishedArticle.objects.filter(pk__in=numbers).only("number", "public_date")[:ARTICLES]
    return [row.get_absolute_url() for row in rows]


def kinds(chance: random.Random) -> dict[str, list[str]]:
    """Addresses of each kind of page."""
    pieces = articles(chance)
    days = [f"{path.rpartition('/')[0].rpartition('/')[0]}/" for path in pieces[:OTHERS]]
    tags = Tag.objects.order_by("pk").values_list("slug", flat=True)[:OTHERS]
    sections = Section.objects.order_by("pk").values_list("slug", flat=True)[:OTHERS]
    return {
        "article": pieces,
        "home": ["/"] * OTHERS,
        "section": [f"/sections/{slug}/" for slug in sections],
        "tag": [f"/tags/{slug}/" for slug in tags],
        "reporter": [f"/reporters/{pk}/" for pk in reporters()],
        "day": days,
        "issue": [f"/issues/{path.strip('/').replace('/', '-')}/" for path in days],
        "feed": ["/feed.atom"] * OTHERS,
    }


def reporters() -> list[int]:
    public = Reporter.objects.filter(is_confirmed=True, has_public_page=True, bylines__isnull=False)
    return list(public.order_by("pk").values_list("pk", flat=True).distinct()[:OTHERS])


def pages(round_: str) -> dict[str, float]:
    return {kind: cpu_ms(paths) for kind, paths in kinds(random.Random(round_)).items()}


def articles_alone(round_: str) -> dict[str, float]:
    return {"article": cpu_ms(articles(random.Random(round_)))}


def statements() -> dict[str, int]:
    counted = {}
    for kind, paths in kinds(random.Random(1)).items():
        with CaptureQueriesContext(connection) as captured:
            ask(paths[0])
        counted[kind] = len(captured)
    return counted


def kept() -> dict[str, float]:
    """As the page cache does: compressed twice, and written once."""
    bodies = [ask(path) for path in articles(random.Random(2))]
    with tempfile.TemporaryDirectory() as folder:
        began = time.process_time_ns()
        for place, body in enumerate(bodies):
            page = make_page("/", "200 OK", [("Content-Type", "text/html; charset=utf-8")], body, last_modified=0)
            Path(folder, str(place)).write_bytes(to_file(page))
        return {"kept": (time.process_time_ns() - began) / len(bodies) / 1e6}


def main() -> None:
    answers: dict[str, Callable[[], dict]] = {"pages": pages, "articles": articles_alone, "statements": statements,
                                              "kept": kept}  # fmt: skip
    for path in articles(random.Random(0)):
        ask(path)
    for line in sys.stdin:
        what, *round_ = line.split()
        print(json.dumps(answers[what](*round_)), flush=True)


if __name__ == "__main__":
    main()
