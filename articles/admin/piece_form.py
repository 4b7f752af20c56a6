"""The form in which a piece is written: who may write it now, what he saw, which of its fields are shown how.

A save holds the piece and compares the revision that the person saw with the present one. Whoever comes second is shown
what the other changed, and keeps what he typed.
"""

from collections.abc import Iterable, Iterator

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import editing, facts, workflow
from articles.admin import differences
from articles.models.content import page_named
from articles.models.newsroom import Article
from articles.workflow import Status

MAY_LACK_A_HEADLINE = frozenset({Status.DRAFT, Status.PRINT_CHECK, Status.REJECTED})


#: What may be changed on a public piece without a review round (编务调整).
PLACEMENT = ("section", "tags", "page_order")

#: What the workflow says of a piece. The form never writes it; it is read again once the piece is held.
WORKFLOW_COLUMNS = ("status", "public_state", "round", "current_revision_id", "created_by_id", "scheduled_for",
                    "waiting_since")  # fmt: skip


def why_not_write(asked: facts.Asked, *, placement: bool) -> str:
    """Why this person may not write this form of the piece as it is now, or ""."""
    rule = workflow.why_not_place if placement else workflow.why_not_edit
    return rule(asked.facts, asked.person)


def closed_to(request: HttpRequest, article: Article, *, placement: bool = False) -> str:
    """`why_not_write`, asked once a request: the admin wants to know a dozen times."""
    known = request.__dict__.setdefault("_closed_pieces", {})
    key = (article.pk, placement)
    if key not in known:
        known[key] = why_not_write(facts.ask(article, request.user, now=timezone.now()), placement=placement)
    return known[key]


def is_placement(request: HttpRequest, article: Article | None) -> bool:
    """Whether the form in hand is the small one of a public piece: by what was posted, else by what the piece is."""
    if article is None:
        return False
    return "headline" not in request.POST if request.method == "POST" else article.status == Status.PUBLISHED


class ArticleForm(forms.ModelForm):
    """The columns of a piece, and the revision that the person saw when he opened it."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    request: HttpRequest
    conflict: differences.Conflict | None = None
    asked: facts.Asked | None = None

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self.instance.current_revision_id

    def clean_headline(self) -> str:
        return " ".join(self.cleaned_data["headline"].split())

    def clean_page_label(self) -> str:
        return page_named(self.cleaned_data["page_label"])

    def clean(self) -> dict:
        cleaned = super().clean()
        if refusal := getattr(self.request, "refusal", ""):
            self.add_error(None, refusal)
        elif not self.instance._state.adding:
            self._hold(cleaned.get("seen"))
        if "headline" in cleaned and not cleaned["headline"] and self.instance.status not in MAY_LACK_A_HEADLINE:
            self.add_error("headline", _("A piece under review has a headline."))
        return cleaned

    def _hold(self, seen: int | None) -> None:
        """Hold the piece until the transaction ends; say so when somebody else was first, or when it is closed."""
        try:
            held = editing.lock(self.instance.pk, seen=seen)
        except editing.SomeoneWasFirst as first:
            self.conflict = differences.conflict_of(first)
            self.add_error(None, str(first))
            self.data = self.data.copy()
            self.data["seen"] = str(first.article.current_revision_id)
            held = first.article
        for name in WORKFLOW_COLUMNS:
            setattr(self.instance, name, getattr(held, name))
        self.asked = facts.ask(held, self.request.user, now=timezone.now())
        if reason := why_not_write(self.asked, placement=is_placement(self.request, held)):
            self.add_error(None, reason)


FIELDSETS: list[tuple] = [
    (None, {"fields": ["kicker", "headline", "subheading"], "classes": ["headlines"]}),
    (None, {"fields": ["body", "summary"], "classes": ["text"]}),
    (gettext_lazy("Placement"), {"fields": ["section", "genre", "tags"], "classes": ["aside"]}),
    (
        gettext_lazy("Dateline, dates and page"),
        {
            "fields": ["dateline", "dateline_place", "event_date", "filed_date", "issue_date",
                       ("page_label", "page_order")],
            "classes": ["aside"],
        },
    ),
    (
        gettext_lazy("Source"),
        {"fields": ["source", "original_author", "original_title", "original_url"], "classes": ["aside"]},
    ),
    (gettext_lazy("Byline as printed"), {"fields": ["printed_byline", "printed_byline_place"], "classes": ["aside"]}),
    (
        gettext_lazy("Names under the piece"),
        {"fields": ["editor_in_charge", "proofread_by", "approved_by"], "classes": ["aside"]},
    ),
]  # fmt: skip
#: Stands first while a correction is in hand: without it the piece cannot be submitted.
NOTE = (gettext_lazy("Public note"), {"fields": ["correction_kind", "correction_note"], "classes": ["note"]})


def filled_in(fieldsets: Iterable[tuple], article: Article, *, always: Iterable[str] = ()) -> Iterator[tuple]:
    """The fieldsets as they are read: the fields that say something, and those that are `always` there."""
    for heading, options in fieldsets:
        names = [
            name
            for name in admin.utils.flatten(options["fields"])
            if name in always or (article.tags.exists() if name == "tags" else getattr(article, name) not in ("", None))
        ]
        if names:
            shown = ["body_shown" if name == "body" else name for name in names]
            yield heading, {**options, "fields": shown}
