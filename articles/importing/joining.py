"""The lines of a paragraph joined to one text."""

from __future__ import annotations

import re
from collections.abc import Sequence

LATIN_END = re.compile(r"[A-Za-z][,.;:!?)]?$")


def join(texts: Sequence[str]) -> str:
    """The lines of a paragraph as one text: Latin words with a space, all else (also numbers and `“1+`/`6+5`) without.

    >>> join(["“1+", "6+5”体系，Michael", "Maedel说"])
    '“1+6+5”体系，Michael Maedel说'
    """
    parts: list[str] = []
    for text in texts:
        if parts and text and text[0].isascii() and text[0].isalpha() and LATIN_END.search(parts[-1]):
            parts.append(" ")
        parts.append(text)
    return "".join(parts)
