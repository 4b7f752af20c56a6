"""Where a source line begins in a body: joining two paragraphs there, or beginning a new one. Pure.

A place is given by the source line before it and the line that begins there. It is found again by their letters, spaces
aside, so it survives an edit elsewhere; the body's marks (bold, links) are left alone.
"""

import itertools
import re

from articles import body as bodies

#: Letters of a line by which it is found; fewer where the line is shorter.
LETTERS = 10
SPACE = re.compile(r"[\s\u3000\u00a0]+")


def state_at(body: str, before: str, after: str) -> str:
    """ "apart" where a paragraph ends between the two lines, "joined" where it goes on, "" where it is not found."""
    if _border(body, before, after) is not None:
        return "apart"
    return "joined" if _inside(body, before, after) is not None else ""


def join_at(body: str, before: str, after: str) -> str:
    """The body with the two paragraphs there as one; unchanged where the place is not found."""
    blocks, index = bodies.blocks(body), _border(body, before, after)
    if index is None:
        return body
    joined = blocks[index].html.removesuffix("</p>") + blocks[index + 1].html.removeprefix("<p>")
    parts = [block.html for block in blocks]
    return bodies.sanitise("".join([*parts[:index], joined, *parts[index + 2 :]]))


def split_at(body: str, before: str, after: str) -> str:
    """The body with a new paragraph begun there; unchanged where the place is not found."""
    found = _inside(body, before, after)
    if found is None:
        return body
    index, offset = found
    blocks = bodies.blocks(body)
    html = blocks[index].html
    parts = [block.html for block in blocks]
    parts[index] = f"{html[:offset]}</p><p>{html[offset:]}"
    return bodies.sanitise("".join(parts))


def _ends(before: str, after: str) -> tuple[str, str]:
    return SPACE.sub("", before)[-LETTERS:], SPACE.sub("", after)[:LETTERS]


def _border(body: str, before: str, after: str) -> int | None:
    """The index of the paragraph that ends with the one line and is followed by one that begins with the other."""
    end, begin = _ends(before, after)
    if not end or not begin:
        return None
    blocks = bodies.blocks(body)
    for index, (one, other) in enumerate(itertools.pairwise(blocks)):
        if one.kind == other.kind == "p":
            first, second = SPACE.sub("", one.text), SPACE.sub("", other.text)
            if first.endswith(end) and (second.startswith(begin) or (second and begin.startswith(second))):
                return index
    return None


def _inside(body: str, before: str, after: str) -> tuple[int, int] | None:
    """The paragraph that holds both lines, and the offset in its HTML at which the second begins."""
    end, begin = _ends(before, after)
    if not end or not begin:
        return None
    pattern = r"\s*".join(re.escape(letter) for letter in _escaped(end)) + r"\s*"
    follows = r"\s*".join(re.escape(letter) for letter in _escaped(begin))
    for index, block in enumerate(bodies.blocks(body)):
        if block.kind == "p" and (found := re.search(f"{pattern}(?={follows})", block.html)):
            return index, found.end()
    return None


def _escaped(text: str) -> list[str]:
    """The letters as the body's HTML writes them."""
    return [{"&": "&amp;", "<": "&lt;", ">": "&gt;"}.get(letter, letter) for letter in text]
