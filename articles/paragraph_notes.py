"""Notes on a paragraph (批注): written on the revision that the reviewer saw, found again after edits, settled once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.utils import timezone
from django.utils.translation import gettext as _

from articles import body as bodies
from articles import facts as facts_of_pieces
from articles import text_differences, workflow
from articles.models.newsroom import Article, Revision
from articles.models.record import ParagraphNote
from staff import people
from staff.models import User

LONGEST = 500  # characters of a note


class CannotNote(Exception):
    """Why a note is not written or settled; the message is the sentence that the person reads."""


@dataclass(frozen=True)
class PlacedNote:
    """A note and where its paragraph is now: as it was, with other words, or gone (then it has no place)."""

    note: ParagraphNote
    paragraph: int | None
    state: Literal["same", "changed", "gone"]


def paragraphs(revision: Revision) -> list[str]:
    """The words of each block of the body, by which notes are placed."""
    return [block.text for block in bodies.blocks(revision.body)]


def write(
    article: Article, revision_key: int | None, paragraph: int | None, words: str, *, by: User,
    now: datetime | None = None
) -> ParagraphNote:  # fmt: skip
    """Write a note on this paragraph (the first is 0) of this revision. Raises CannotNote with the reason."""
    now = now or timezone.now()
    reason = workflow.why_not_annotate(facts_of_pieces.of(article, now=now), people.person(by, now=now))
    if reason:
        raise CannotNote(reason)
    words = words.strip()
    if not words:
        raise CannotNote(_("The note says nothing."))
    if len(words) > LONGEST:
        raise CannotNote(_("A note has at most %(most)d characters.") % {"most": LONGEST})
    revision = article.revisions.filter(pk=revision_key).first()
    known = paragraphs(revision) if revision else []
    if paragraph is None or not 0 <= paragraph < len(known):
        raise CannotNote(_("There is no such paragraph in the text that you saw: open the piece again."))
    return ParagraphNote.objects.create(
        article=article, revision=revision, paragraph=paragraph, words=known[paragraph], note=words, by=by, at=now
    )


def why_not_settle(note: ParagraphNote, facts: workflow.Facts, person) -> str:
    """Why this person may not settle this note, or "": whoever wrote it, and whoever may change the text now."""
    if note.settled_at is not None:
        return _("This note is settled already.")
    if person.pk == note.by_id:
        return ""
    return workflow.why_not_edit(facts, person)


def settle(article: Article, key: int, *, by: User, now: datetime | None = None) -> None:
    """Mark a note of this piece as settled, once. Raises CannotNote with the reason."""
    now = now or timezone.now()
    note = article.notes.filter(pk=key).first()
    if note is None:
        raise CannotNote(_("The piece has no such note."))
    if reason := why_not_settle(note, facts_of_pieces.of(article, now=now), people.person(by, now=now)):
        raise CannotNote(reason)
    if not article.notes.filter(pk=key, settled_at__isnull=True).update(settled_by=by, settled_at=now):
        raise CannotNote(_("This note is settled already."))


def placed(notes: Iterable[ParagraphNote], revision: Revision) -> list[PlacedNote]:
    """Where the paragraphs of these notes are in this revision. Each note brings its own revision along."""
    found, present = [], paragraphs(revision)
    places: dict[int, dict[int, tuple[int, str]]] = {}
    for note in notes:
        if note.revision_id not in places:
            places[note.revision_id] = _places(paragraphs(note.revision), present)
        place, state = places[note.revision_id].get(note.paragraph, (None, "gone"))
        found.append(PlacedNote(note, place, state))
    return found


def _places(old: list[str], new: list[str]) -> dict[int, tuple[int, str]]:
    """Where each paragraph of the old text stands in the new one, and whether its words are the same."""
    found, old_at, new_at = {}, 0, 0
    for line in text_differences.paragraph_differences(old, new):
        if line.kind in {"same", "changed"}:
            found[old_at] = (new_at, line.kind)
        old_at += line.kind != "added"
        new_at += line.kind != "removed"
    return found
