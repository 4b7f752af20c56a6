"""The page of a step: what it would do to a piece, what has changed since others signed it, the button that does it.

The rules are those of `workflow`; the deed is done by `editing.advance`. Nothing here decides who may do what.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from articles import editing, workflow
from articles import facts as facts_of_pieces
from articles.admin import differences
from articles.admin.history import step_label
from articles.admin.notes import noted
from articles.admin.pieces import PiecePages
from articles.admin.proofing import findings_of
from articles.admin.step_buttons import TAKES_AWAY, buttons
from articles.admin.step_form import StepForm, typed_again
from articles.admin.step_words import EXPLANATIONS, INSTRUCTIONS
from articles.models.newsroom import Article, Review, Revision
from articles.workflow import Facts, PublicState, Round, Status, Step
from staff import people

#: Steps that want the text read: it stands before the form. A withdrawal, say, wants to be done at once.
READS_FIRST = frozenset({*workflow.SIGNING, "submit", "express", *(f"owed_{name}" for name in workflow.SIGNING)})
#: Steps that sign the working copy as it is: what the checks say of it stands on their page.
CHECKS = frozenset({*workflow.SIGNING, "submit", "express"})
#: After these the person goes on with the text; after all others, with the next piece.
BACK_TO_FORM = frozenset({"correct", "amend", "restore", "recall", "abandon", "put_back", "unschedule", "reinstate",
                          "embargo", "lift_embargo", "set_expiry", "clear_expiry"})  # fmt: skip


@dataclass(frozen=True)
class Conflict:
    """What somebody else did while this person was looking."""

    seen: Revision | None
    now: Revision | None
    differences: tuple[differences.ChangedField, ...]
    last_step: Review | None


class StepPageMixin(PiecePages):
    """The pages `…/step/<name>/` of a piece."""

    def get_urls(self) -> list:
        page = path(
            "<path:object_id>/step/<str:step_name>/",
            self.admin_site.admin_view(self.step_view),
            name="articles_article_step",
        )
        return [page, *super().get_urls()]

    def step_view(self, request: HttpRequest, object_id: str, step_name: str) -> HttpResponse:
        """Show what a step would do to this piece, and do it."""
        step = workflow.steps(settings.GAZETTE_REVIEW_PROFILE).get(step_name)
        if step is None or step.is_system:
            raise Http404(_("There is no step “%(step)s”.") % {"step": step_name})
        article = self.piece(request, object_id)
        now = timezone.now()
        facts = facts_of_pieces.of(article, now=now)
        step = replace(step, label=workflow.label(step, facts))
        person = people.person(request.user, now=now)
        options = {
            "step": step,
            "facts": facts,
            "must_acknowledge": editing.must_acknowledge(article, step, now=now),
            "wants_override": workflow.wants_override(step, facts, person),
            "now": now,
        }
        if request.method != "POST":
            form = StepForm(initial={"seen": article.current_revision_id}, **options)
            return self._step_page(request, article, step, facts, form, now=now)

        form = StepForm(request.POST, **options)
        if not form.is_valid():
            return self._step_page(request, article, step, facts, form, now=now)
        wants_second_look = step.is_grave and "confirmed" not in request.POST
        is_closed = workflow.why_not(step, replace(facts, override=form.cleaned_data.get("override", "")), person)
        has_moved = form.cleaned_data["seen"] != article.current_revision_id
        if "again" in request.POST or (wants_second_look and not is_closed and not has_moved):
            is_asking = "again" not in request.POST
            return self._step_page(request, article, step, facts, form, now=now, is_asking=is_asking)
        try:
            editing.advance(article, step.name, by=request.user, now=now, **form.arguments())
        except editing.SomeoneWasFirst as error:
            return self._conflict_page(request, article.pk, step, error, now=now)
        except editing.StepClosed as error:
            form.add_error(None, str(error))
            article = self.get_object(request, object_id)
            return self._step_page(request, article, step, facts_of_pieces.of(article, now=now), form, now=now)
        article = self.get_object(request, object_id)
        self.message_user(request, _done(article, step), messages.SUCCESS)
        if step.name in BACK_TO_FORM:
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
        return HttpResponseRedirect(reverse("admin:index"))

    def _conflict_page(
        self, request: HttpRequest, number: int, step: Step, error: editing.SomeoneWasFirst, *, now: datetime
    ) -> HttpResponse:
        """Say who was first and what he changed; what was typed stays, and the step has to be looked at again."""
        article = self.get_object(request, str(number))
        facts = facts_of_pieces.of(article, now=now)
        current = article.current_revision
        form = StepForm(
            initial=typed_again(request.POST) | {"seen": article.current_revision_id},
            step=step,
            facts=facts,
            must_acknowledge=editing.must_acknowledge(article, step, now=now),
            wants_override=workflow.wants_override(step, facts, people.person(request.user, now=now)),
            now=now,
        )
        seen = error.seen if error.seen and error.seen.article_id == article.pk else None
        conflict = Conflict(
            seen, current, differences.between(seen, current) if seen and current else (), _last_step(article)
        )
        return self._step_page(request, article, step, facts, form, now=now, conflict=conflict)

    def _step_page(
        self,
        request: HttpRequest,
        article: Article,
        step: Step,
        facts: Facts,
        form: StepForm,
        *,
        now: datetime,
        is_asking: bool = False,
        conflict: Conflict | None = None,
    ) -> HttpResponse:
        revision = editing.revision_to_sign(article, step)
        person = people.person(request.user, now=now)
        reason = "" if workflow.wants_override(step, facts, person) else workflow.why_not(step, facts, person)
        if revision is None:
            reason = _("The piece has not been saved yet: open its form and save it.")
        others = [
            button
            for button in buttons(article, request.user, now=now, facts=facts)
            if button.name != step.name and not button.reason
        ]
        context = {
            **self.admin_site.each_context(request),
            "title": step.label,
            "subtitle": str(article),
            "opts": self.opts,
            "original": article,
            "step": step,
            "takes_away": step.name in TAKES_AWAY,
            "reads_first": step.name in READS_FIRST,
            "explanation": EXPLANATIONS[step.name],
            "revision": revision,
            **_text(article, revision, request.user, facts, now=now),
            "reason": reason,
            "form": form,
            "is_asking": is_asking,
            "conflict": conflict,
            "saying": _said(form) if is_asking else [],
            "others": others,
            "instructions": INSTRUCTIONS if step.name == "withdraw" else (),
            "lane": _lane(step, facts, now=now),
            "findings": findings_of(article, today=timezone.localdate(now)) if step.name in CHECKS else [],
            **_named("last_step", _last_step(article)),
            **(_looked_at(article, step, revision, request.user) if revision else {}),
        }
        return TemplateResponse(request, "admin/articles/article/step.html", context)


def _text(article: Article, revision: Revision | None, user, facts: Facts, *, now: datetime) -> dict:
    """The text for the page, with the notes on its paragraphs."""
    if revision is None:
        return {"reading": None, "noted": None}
    found = noted(article, revision, user, facts=facts, now=now)
    return {"reading": found.reading, "noted": found}


def _last_step(article: Article) -> Review | None:
    return article.reviews.select_related("revision").order_by("-position").first()


def _named(name: str, review: Review | None) -> dict:
    """A review for the template, with the label of its step."""
    return {name: review, f"{name}_name": step_label(review.step) if review else ""}


def _said(form: StepForm) -> list[tuple[str, object]]:
    """What the form says, for the question whether to do it."""
    return [
        (field.label, form.cleaned_data[field.name]) for field in form.visible_fields() if form.cleaned_data[field.name]
    ]


def _lane(step: Step, facts: Facts, *, now: datetime) -> str:
    """Said before a piece is submitted: that only the express lane could bring it out with the staff of now."""
    if step.name != "submit" or workflow.why_not_note(step, "x"):
        return ""
    way = workflow.way_forward(facts, people.everybody(now=now), profile=settings.GAZETTE_REVIEW_PROFILE)
    if way != "express":
        return ""
    return _("With the staff of now only the express lane can bring this piece out: tell the chief editor.")


def _looked_at(article: Article, step: Step, revision: Revision, user) -> dict:
    """What changed: since the last signature, since this person's own, since final review, against what is public."""
    signed = article.reviews.filter(step__in=[*workflow.SIGNING, "submit"]).select_related("revision__section")
    last = signed.order_by("-position").first()
    found = _named("last_signed", last)
    if last and last.revision_id != revision.pk:
        found["since_signed"] = differences.between(last.revision, revision)
    own = signed.filter(by=user).order_by("-position").first()
    if own and own.revision_id != revision.pk and (last is None or own.revision_id != last.revision_id):
        found["own_signed"] = own
    if step.name == "release" and editing.differences_since_signed(article):
        passed = editing.signed_before_release(article.reviews.select_related("revision__section"))
        found |= _named("passed", passed)
        found["since_final"] = differences.between(passed.revision, revision)
        if last and last.revision_id == passed.revision_id:
            del found["since_signed"]
    if article.round != Round.FIRST and article.public_state in {PublicState.LIVE, PublicState.DOWN}:
        public = article.publications.select_related("revision__section").get(ended_at__isnull=True).revision
        if public.pk != revision.pk and (last is None or public.pk != last.revision_id):
            found["public_revision"] = public
            found["since_public"] = differences.between(public, revision)
    return found


def _done(article: Article, step: Step) -> str:
    """The sentence after a step: what was done to which piece, and where it is now."""
    said = _("“%(piece)s”: %(step)s. The piece is now “%(status)s”.") % {
        "piece": article,
        "step": step.label,
        "status": article.get_status_display(),
    }
    if article.status == Status.SCHEDULED:
        minute = f"{timezone.localtime(article.scheduled_for):%Y-%m-%d %H:%M}"
        said = _("“%(piece)s” comes out on %(at)s.") % {"piece": article, "at": minute}
    if article.status != Status.PUBLISHED or article.public_state != PublicState.LIVE:
        return said
    day = article.public_date
    address = reverse("site:article", args=[f"{day:%Y}", f"{day:%m}", f"{day:%d}", article.pk])
    return format_html('{} <a href="{}">{}</a>', said, address, _("See it as readers do"))
