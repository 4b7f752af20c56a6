"""Readers of a paper that is served: python -m bench.reading READERS SECONDS PAUSE, in the environment of the paper.

Each holds a connection of his own, asks for a page, reads it for PAUSE seconds, and asks for the next one: mostly
articles, old and new, now and then the front page, a list, a feed, a search. Prints one line of JSON: how many pages,
the times they took, and what went wrong.
"""

import asyncio
import json
import random
import sys
import time
from collections import Counter

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.utils.http import urlencode  # noqa: E402

from articles.models.published import PublishedArticle  # noqa: E402
from articles.models.shared import Section  # noqa: E402
from bench import corpus  # noqa: E402

SECONDS_TO_WAIT = 60
NEWEST, OLDER = 200, 3000  # articles that are asked for
#: What readers ask for, by how often of a hundred times.
KINDS = {"front": 20, "new": 45, "old": 20, "section": 8, "feed": 2, "search": 5}


def addresses() -> dict[str, list[str]]:
    """The pages of each kind."""
    newest = PublishedArticle.objects.only("number", "public_date").order_by("-pk")
    words = [*corpus.TOPICS, *corpus.PLACES]
    return {
        "front": ["/"],
        "new": [article.get_absolute_url() for article in newest[:NEWEST]],
        "old": [article.get_absolute_url() for article in newest[NEWEST : NEWEST + OLDER]] or ["/"],
        "section": [f"/sections/{slug}/" for slug in Section.objects.values_list("slug", flat=True)],
        "feed": ["/feed.atom"],
        "search": ["/search/?" + urlencode({"q": f"{one} {other}"}) for one in words[:60] for other in words[60:70]],
    }


async def ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str, host: str) -> int:
    """Ask for a page on this connection, take all of it in, and give its status."""
    writer.write(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: br\r\n\r\n".encode())
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    length = next((line for line in head.splitlines() if line.startswith("content-length:")), None)
    if length is None:
        while size := int(await reader.readline(), 16):
            await reader.readexactly(size + 2)
        await reader.readline()
    else:
        await reader.readexactly(int(length.partition(":")[2]))
    return int(head.split(" ", 2)[1])


class Readers:
    """All of them, and what they met."""

    def __init__(self, paths: dict[str, list[str]], *, until: float, pause: float) -> None:
        self.paths, self.until, self.pause = paths, until, pause
        self.times: list[float] = []
        self.errors: Counter[str] = Counter()

    async def read(self, dice: random.Random) -> None:
        host = settings.SITE_URL.partition("://")[2]
        connection = None
        await asyncio.sleep(dice.uniform(0, self.pause))
        while time.monotonic() < self.until:
            kind = dice.choices(list(KINDS), weights=list(KINDS.values()))[0]
            path, began = dice.choice(self.paths[kind]), time.monotonic()
            try:
                connection = connection or await asyncio.open_connection(*host.split(":"))
                status = await asyncio.wait_for(ask(*connection, path, host), SECONDS_TO_WAIT)
                self.times.append(time.monotonic() - began)
                if status != 200:
                    self.errors[f"{kind}: {status}"] += 1
            except (OSError, EOFError, TimeoutError) as error:
                self.errors[f"{kind}: {type(error).__name__}"] += 1
                connection = None
            await asyncio.sleep(dice.uniform(0.5, 1.5) * self.pause)


async def main(paths: dict[str, list[str]], count: int, seconds: float, pause: float) -> None:
    readers = Readers(paths, until=time.monotonic() + seconds, pause=pause)
    await asyncio.gather(*(readers.read(random.Random(number)) for number in range(count)))
    print(json.dumps({"times": readers.times, "errors": readers.errors}))


if __name__ == "__main__":
    asyncio.run(main(addresses(), int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3])))
