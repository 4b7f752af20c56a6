"""Putting findings right, in a plain text and in a body, whose tags stay where they are.

The paragraphs of a body, as the checks count them, are its elements p, h2 and h3 that hold any text; a line break
inside one counts as a line end.
"""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass

from articles.proofing.records import ErrorClass, Finding

TOKEN = re.compile(r"<(/?)([a-z][a-z0-9]*)[^>]*>|&[^;\s]{1,10};|[^<&]|[<&]", re.DOTALL)
PARAGRAPHS = frozenset({"p", "h2", "h3"})


@dataclass(frozen=True)
class Paragraph:
    """The text of a paragraph, and for each of its characters the span of the body's HTML that writes it."""

    text: str
    spans: tuple[tuple[int, int], ...]


def paragraphs(body: str) -> tuple[Paragraph, ...]:
    """The paragraphs of a sanitised body in their order; blank ones are left out."""
    found: list[Paragraph] = []
    text: list[str] = []
    spans: list[tuple[int, int]] = []
    for token in TOKEN.finditer(body):
        tag = token[2]
        if tag in PARAGRAPHS:
            if "".join(text).strip():
                found.append(Paragraph("".join(text), tuple(spans)))
            text, spans = [], []
        elif tag == "br":
            text.append("\n")
            spans.append(token.span())
        elif not tag:
            text.append(html.unescape(token[0]))
            spans.append(token.span())
    if "".join(text).strip():
        found.append(Paragraph("".join(text), tuple(spans)))
    return tuple(found)


def mend(text: str, finding: Finding) -> str:
    """The text with this finding put right; as it was where it no longer holds, or has no proposal."""
    place = finding.place
    if not finding.fix or text[place.start : place.end] != finding.quote:
        return text
    return text[: place.start] + finding.fix + text[place.end :]


def mend_body(body: str, finding: Finding) -> str:
    """The sanitised body with this finding put right; as it was where it no longer holds, or has no proposal."""
    kept, place = paragraphs(body), finding.place
    if not finding.fix or place.paragraph >= len(kept):
        return body
    paragraph = kept[place.paragraph]
    if paragraph.text[place.start : place.end] != finding.quote or place.start >= place.end:
        return body
    spans = paragraph.spans[place.start : place.end]
    # What stands between the characters are tags: they stay. The fix is written character by character as far as the
    # old ones reach, so that a word half of which is bold keeps its half.
    written, fix, out, last = len(spans), finding.fix, [body[: spans[0][0]]], spans[0][0]
    for number, (start, end) in enumerate(spans):
        out.append(body[last:start])
        part = fix[number:] if number == written - 1 else fix[number : number + 1]
        out.append(html.escape(part, quote=False))
        last = end
    return "".join([*out, body[last:]])


def mend_all(text: str, findings: Iterable[Finding], error_class: ErrorClass | None = None, *, is_body: bool) -> str:
    """The text (or body) of one field with the findings of a class put right, from its end to its beginning.

    Of two findings that overlap the later one is left for another look.
    """
    wanted = [one for one in findings if one.fix and error_class in {None, one.error_class}]
    mended = mend_body if is_body else mend
    free = None
    for finding in sorted(wanted, key=lambda one: (one.place.paragraph, one.place.start, one.place.end), reverse=True):
        place = finding.place
        if free is not None and place.paragraph == free[0] and place.end > free[1]:
            continue
        text = mended(text, finding)
        free = (place.paragraph, place.start)
    return text
