"""Notes on paragraphs in the admin: beside the text on the pages of steps, on a page of their own, above the form."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles import facts as facts_of_pieces
from articles import paragraph_notes, workflow
from articles.admin.pieces import PiecePages
from articles.admin.preview import Reading, reading
from articles.models.newsroom import Article, Revision
from articles.models.record import ParagraphNote
from articles.paragraph_notes import PlacedNote
from articles.presentation import piece
from articles.workflow import Facts
from staff import people
from staff.keys import read_key
from staff.roles import Person


@dataclass(frozen=True)
class ShownNote:
    """A note beside the text; `may_settle` gives this person the button."""

    placed: PlacedNote
    may_settle: bool

    @property
    def note(self) -> ParagraphNote:
        return self.placed.note


@dataclass(frozen=True)
class Row:
    """A block of the text with its notes; `number` counts paragraphs for people, None for a picture."""

    block: piece.Block
    paragraph: int | None = None
    notes: tuple[ShownNote, ...] = ()

    @property
    def number(self) -> int | None:
        return None if self.paragraph is None else self.paragraph + 1


@dataclass(frozen=True)
class NotedText:
    """A text with the notes beside it, and those whose paragraph is gone."""

    reading: Reading
    revision: Revision
    rows: tuple[Row, ...]
    gone: tuple[ShownNote, ...]
    open_count: int
    may_write: bool


def shown_notes(article: Article, revision: Revision, facts: Facts, person: Person) -> list[ShownNote]:
    """All notes of a piece at their places in this revision, in one statement."""
    notes = article.notes.select_related("revision", "by", "settled_by").order_by("pk")
    return [
        ShownNote(one, not paragraph_notes.why_not_settle(one.note, facts, person))
        for one in paragraph_notes.placed(notes, revision)
    ]


def noted(article: Article, revision: Revision, user, *, facts: Facts | None = None, now: datetime) -> NotedText:
    """This revision laid out for reading, each paragraph with its notes."""
    facts = facts or facts_of_pieces.of(article, now=now)
    person = people.person(user, now=now)
    text = reading(revision, article, now=now)
    found = shown_notes(article, revision, facts, person)
    known = len(paragraph_notes.paragraphs(revision))
    rows, at = [], 0
    for block in text.blocks:
        if not block.html or at >= known:
            rows.append(Row(block))
            continue
        rows.append(Row(block, at, tuple(one for one in found if one.placed.paragraph == at)))
        at += 1
    return NotedText(
        text,
        revision,
        tuple(rows),
        tuple(one for one in found if one.placed.paragraph is None),
        sum(one.note.settled_at is None for one in found),
        may_write=not workflow.why_not_annotate(facts, person),
    )


class NotesMixin(PiecePages):
    """The page `…/notes/` of a piece, and what is posted to it."""

    def get_urls(self) -> list:
        view, piece_notes = self.admin_site.admin_view, "<path:object_id>/notes/"
        write, settle = view(require_POST(self.write_note)), view(require_POST(self.settle_note))
        return [
            path(f"{piece_notes}write/", write, name="articles_article_write_note"),
            path(f"{piece_notes}<int:key>/settle/", settle, name="articles_article_settle_note"),
            path(piece_notes, view(self.notes_view), name="articles_article_notes"),
            *super().get_urls(),
        ]

    def notes_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        article = self.piece(request, object_id)
        revision = article.current_revision
        if revision is None:
            raise Http404(_("The piece has not been saved yet: open its form and save it."))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Notes on paragraphs"),
            "subtitle": str(article),
            "opts": self.opts,
            "original": article,
            "revision": revision,
            "noted": noted(article, revision, request.user, now=timezone.now()),
        }
        return TemplateResponse(request, "admin/articles/article/notes.html", context)

    def write_note(self, request: HttpRequest, object_id: str) -> HttpResponse:
        article = self.piece(request, object_id)
        revision, paragraph = (read_key(request.POST.get(name, "")) for name in ("revision", "paragraph"))
        words = request.POST.get("note", "")
        try:
            paragraph_notes.write(article, revision, paragraph, words, by=request.user)
        except paragraph_notes.CannotNote as cannot:
            kept = f" {_('What you typed')}：{words.strip()}" if words.strip() else ""
            messages.error(request, f"{cannot}{kept}")
        else:
            messages.success(request, _("The note stands beside its paragraph."))
        return self._back(request, article, paragraph)

    def settle_note(self, request: HttpRequest, object_id: str, key: int) -> HttpResponse:
        article = self.piece(request, object_id)
        try:
            paragraph_notes.settle(article, key, by=request.user)
        except paragraph_notes.CannotNote as cannot:
            messages.error(request, str(cannot))
        else:
            messages.success(request, _("The note is settled."))
        return self._back(request, article)

    def _back(self, request: HttpRequest, article: Article, paragraph: int | None = None) -> HttpResponse:
        """Back to the page on which the note was written or settled."""
        address = request.POST.get("next", "")
        if not url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure()):
            address = reverse("admin:articles_article_notes", args=[article.pk])
        return HttpResponseRedirect(address if paragraph is None else f"{address}#paragraph-{paragraph + 1}")
