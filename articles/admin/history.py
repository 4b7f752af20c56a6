"""Everything that happened to a piece in one timeline, and the differences between any two of its revisions."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import workflow
from articles.admin import differences
from articles.admin.pieces import PiecePages
from articles.models.newsroom import Article, Revision
from articles.models.record import Publication, Review

#: Steps that are recorded and stand in no table: they change no status.
UNTABLED = {"place": gettext_lazy("Editorial adjustment")}
#: The one honest record of a piece that came with an archive.
OF_ARCHIVE = gettext_lazy("Historical import: printed on paper, not through the three reviews of this system")
#: What a proofreader counts, and how it is called.
ERROR_KINDS = {
    "words": gettext_lazy("Wrong words"),
    "punctuation": gettext_lazy("Punctuation"),
    "facts": gettext_lazy("Facts"),
    "other": gettext_lazy("Other"),
}


@dataclass(frozen=True)
class Event:
    """One line of the timeline: a revision that was kept, a step that somebody took, or a signed import."""

    at: datetime
    revision: Revision
    review: Review | None = None
    label: str = ""
    details: tuple[str, ...] = ()
    publication: Publication | None = None  # for which the signature on an import vouches


class CompareForm(forms.Form):
    """Two revisions of one piece, by number."""

    old = forms.TypedChoiceField(label=gettext_lazy("Old revision"), coerce=int)
    new = forms.TypedChoiceField(label=gettext_lazy("New revision"), coerce=int)

    def __init__(self, *args, revisions: list[Revision], **kwargs) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        for name in ("old", "new"):
            self.fields[name].choices = [(revision.number, revision_label(revision)) for revision in revisions]
            self.fields[name].error_messages["invalid_choice"] = _("The piece has no revision “%(value)s”.")


class HistoryMixin(PiecePages):
    """The pages `…/history/` and `…/differences/?old=1&new=3` of a piece."""

    def get_urls(self) -> list:
        page = path(
            "<path:object_id>/differences/",
            self.admin_site.admin_view(self.differences_view),
            name="articles_article_differences",
        )
        return [page, *super().get_urls()]

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> HttpResponse:
        article = self.piece(request, object_id)
        kept = revisions_of(article)
        newest = kept[0].number if kept else 0
        initial = {"old": max(newest - 1, 1), "new": newest}
        context = {
            **self.admin_site.each_context(request),
            **(extra_context or {}),
            "title": _("History"),
            "subtitle": str(article),
            "opts": self.opts,
            "original": article,
            "events": timeline(article, kept),
            "compare": CompareForm(initial=initial, revisions=kept) if newest > 1 else None,
        }
        return TemplateResponse(request, "admin/articles/article/history.html", context)

    def differences_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        article = self.piece(request, object_id)
        form = CompareForm(request.GET, revisions=revisions_of(article))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Differences"),
            "subtitle": str(article),
            "opts": self.opts,
            "original": article,
            "compare": form,
        }
        if form.is_valid():
            old = article.revisions.select_related("section", "by").get(number=form.cleaned_data["old"])
            new = article.revisions.select_related("section", "by").get(number=form.cleaned_data["new"])
            context |= {"old": old, "new": new, "differences": differences.between(old, new)}
        return TemplateResponse(request, "admin/articles/article/differences.html", context)


def revisions_of(article: Article) -> list[Revision]:
    """All revisions of a piece, newest first, without their texts."""
    wanted = ("article", "number", "headline", "status", "is_authorship", "by__name", "by__username", "at", "digest")
    return list(article.revisions.select_related("by").only(*wanted).order_by("-number"))


def revision_label(revision: Revision) -> str:
    """How a choice among revisions names this one."""
    return _("Revision %(number)d, %(name)s, %(at)s") % {
        "number": revision.number,
        "name": revision.by or _("import"),
        "at": f"{timezone.localtime(revision.at):%Y-%m-%d %H:%M}",
    }


def timeline(article: Article, kept: list[Revision]) -> list[Event]:
    """Revisions and steps of a piece, newest first."""
    by_key = {revision.pk: revision for revision in kept}
    events = [Event(revision.at, revision, label=_("Saved")) for revision in reversed(kept)]
    events += [
        Event(review.at, by_key[review.revision_id], review, step_label(review.step), tuple(details_of(review)))
        for review in article.reviews.select_related("by")
    ]
    events += [
        Event(
            publication.at,
            by_key[publication.revision_id],
            publication=publication,
            label=str(OF_ARCHIVE),
            details=(_("Import: %(file)s") % {"file": publication.batch.file_name},),
        )
        for publication in article.publications.filter(batch__isnull=False).select_related("batch__signed_by")
    ]
    # A sort keeps the order of what has the same time: a revision stands before the step that signs it.
    return sorted(events, key=lambda event: event.at)[::-1]


def step_label(name: str) -> str:
    """The label of a step, of one that is in no table too."""
    step = workflow.STEPS.get(name)
    return str(step.label if step else UNTABLED.get(name, name))


def details_of(review: Review) -> list[str]:
    """What was recorded with a step, in sentences."""
    said = review.details
    found = []
    if said.get("code") in workflow.ReturnReason.values:
        found.append(_("Kind of reason: %(kind)s") % {"kind": workflow.ReturnReason(said["code"]).label})
    if said.get("batch"):
        found.append(_("Taken for several pieces at once (record %(number)d).") % {"number": said["batch"]})
    if minute := parse_datetime(said.get("scheduled_for", "")):
        found.append(_("Scheduled for %(at)s") % {"at": f"{timezone.localtime(minute):%Y-%m-%d %H:%M}"})
    if minute := parse_datetime(said.get("expires_at", "")):
        found.append(_("Leaves the site at %(at)s") % {"at": f"{timezone.localtime(minute):%Y-%m-%d %H:%M}"})
    if minute := parse_datetime(said.get("embargo_until", "")):
        found.append(_("Under embargo until %(at)s") % {"at": f"{timezone.localtime(minute):%Y-%m-%d %H:%M}"})
    if source := said.get("instruction_source"):
        found.append(_("Source of the instruction: %(source)s") % {"source": source})
    if said.get("acknowledged"):
        found.append(_("The differences since final review were looked at and acknowledged."))
    if doubts := said.get("doubts"):
        named = "、".join(dict.fromkeys(f"“{one['text']}”" for one in doubts if one["text"]))
        found.append(_("What the checks call doubtful was looked at: %(count)d. %(named)s")
                     % {"count": len(doubts), "named": named})  # fmt: skip
    if let_pass := said.get("let_pass"):
        found.append(
            _("Passed although it holds: %(words)s. Reason: %(reason)s")
            % {"words": "、".join(let_pass["words"]), "reason": let_pass["reason"]}
        )
    if said.get("compared"):
        found.append(_("Headline and text were compared with the printed page."))
    if errors := said.get("errors"):
        counts = "、".join(f"{ERROR_KINDS[kind]} {number}" for kind, number in errors.items() if kind in ERROR_KINDS)
        found.append(_("Errors found: %(counts)s") % {"counts": counts})
    if before := said.get("before"):
        found += [
            f"{_PLACES[name]}：{_shown(value)} → {_shown(said['after'].get(name))}"
            for name, value in before.items()
            if name in _PLACES and value != said["after"].get(name)
        ]
    return found


_PLACES = {
    "section": gettext_lazy("section"),
    "tags": gettext_lazy("tags"),
    "page_order": gettext_lazy("order on the page"),
}


def _shown(value: object) -> str:
    if isinstance(value, list):
        value = "、".join(value)
    return str(value) if value not in (None, "") else "—"
