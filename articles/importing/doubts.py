"""What the editor should look at in a piece that is kept: what its reading left open, what was cut, its photos."""

from collections.abc import Sequence
from dataclasses import replace

from articles.importing.columns import own_remarks, remark_too_long, too_long
from articles.importing.photographs import Taken, cut_words
from articles.importing.records import Page, ParsedArticle, Remark
from articles.importing.structured import Row


def doubts_of(parsed: ParsedArticle, page: Page, row: Row | None, taken: Sequence[Taken]) -> list[Remark]:
    """The remarks on a piece and on the photos that were taken for it.

    A photo that cannot be used has used no caption: that of the text is told as one without a picture.
    """
    first = parsed.lines[:1]
    doubts = [*parsed.remarks]
    doubts += own_remarks(parsed, captions_used=[one.placed.used for one in taken if one.picture])
    doubts += too_long(parsed, page, row)
    for one in taken:
        doubts += [remark_too_long(field, most, text, first) for field, most, text in cut_words(one)]
        if one.picture and (doubt := one.placed.remark):
            doubts.append(replace(doubt, params=(*doubt.params, ("sha256", one.picture.sha256))))
        if one.refusal:
            doubts.append(Remark("picture_unreadable", (("picture", one.name), ("why", one.refusal)), first))
    return doubts
