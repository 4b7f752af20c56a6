"""The readers' addresses. A page names fifty of them, and to reverse one takes longer than to write a paragraph."""

import re
from datetime import date
from functools import lru_cache
from urllib.parse import urljoin

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.encoding import iri_to_uri

# Nothing in it has to be joined or written in another way.
PLAIN = re.compile(r"(?:/[A-Za-z0-9_~%+-][A-Za-z0-9._~%+-]*)*/?(?:#[A-Za-z0-9-]+)?")
MOST_KEPT = 5000  # sections, tags and reporters, and the pages of which there is one


@lru_cache(MOST_KEPT)
def address(name: str, *arguments: int | str) -> str:
    """The path of a page of the site: the patterns never change while a process runs."""
    return reverse(f"site:{name}", args=arguments)


def issue_of(day: date) -> str:
    """The path of a printed issue."""
    return address("issue", day.year, day.month, day.day)


@lru_cache(100)
def of_file(name: str) -> str:
    """The path of a static file."""
    return static(name)


def absolute(path: str) -> str:
    """An address of ours, or of a storage elsewhere, with scheme and host, in ASCII: the path of a request is not."""
    if PLAIN.fullmatch(path):
        return settings.SITE_URL + path
    return iri_to_uri(urljoin(f"{settings.SITE_URL}/", path))
