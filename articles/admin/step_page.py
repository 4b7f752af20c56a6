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

from articles import acknowledging, editing, workflow
from articles import facts as facts_of_pieces
from articles.admin import differences
from articles.admin.history import step_label
from articles.admin.notes import noted
from articles.admin.pieces import PiecePages
from articles.admin.proofing import findings_of
from articles.admin.step_buttons import TAKES_AWAY, buttons
from articles.admin.step_form import StepForm, typed_again
from articles.admin.step_words import EXPLANATIONS, INSTRUCTIONS
from articles.models.newsroom import Article, Revision
from articles.models.published import address_of
from articles.models.record import Review
from articles.workflow import ONCE_PUBLIC, Facts, PublicState, Round, Status, Step
from staff import people
from staff.models import User
from staff.roles import Person

#: Steps that want the text read: it stands before the form. A withdrawal, say, wants to be done at once.
READS_FIRST = frozenset({*workflow.SIGNING, "submit", "express", *(f"owed_{name}" for name in workflow.SIGNING)})
#: Steps that sign the working copy as it is: what the checks say of it stands on their page.
CHECKS = frozenset({*workflow.SIGNING, "submit", "express"})
#: After these the person goes on with the text; after all others, with the next piece.
BACK_TO_FORM = frozenset({"correct", "amend", "restore", "recall", "abandon", "put_back", "unschedule", "reinstate",
                          "embargo", "lift_embargo", "set_expiry", "clear_expiry"})  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A piece, a step, and who would take it, as they are now."""

    article: Article
    step: Step
    facts: Facts
    user: User
    person: Person
    must_acknowledge: bool
    now: datetime

    @property
    def wants_override(self) -> bool:
        return workflow.wants_override(self.step, self.facts, self.person)

    def form(self, *args, **options) -> StepForm:
        return StepForm(
            *args,
            step=self.step,
            facts=self.facts,
            must_acknowledge=self.must_acknowledge,
            wants_override=self.wants_override,
            now=self.now,
            **options,
        )


def case_of(article: Article, step: Step, user: User, *, now: datetime) -> Case:
    facts = facts_of_pieces.of(article, now=now)
    return Case(
        article,
        replace(step, label=workflow.label(step, facts)),
        facts,
        user,
        people.person(user, now=now),
        acknowledging.must_acknowledge(article, step, now=now),
        now,
    )


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
        article, now = self.piece(request, object_id), timezone.now()
        case = case_of(article, step, request.user, now=now)
        if request.method != "POST":
            return self._page(request, case, case.form(initial={"seen": article.current_revision_id}))

        form = case.form(request.POST)
        if not form.is_valid():
            return self._page(request, case, form)
        said = replace(case.facts, override=form.cleaned_data.get("override", ""))
        is_open = not workflow.why_not(case.step, said, case.person)
        has_moved = form.cleaned_data["seen"] != article.current_revision_id
        wants_second_look = step.is_grave and "confirmed" not in request.POST and is_open and not has_moved
        if "again" in request.POST or wants_second_look:
            return self._page(request, case, form, is_asking="again" not in request.POST)
        try:
            editing.advance(article, step.name, by=request.user, now=now, **form.arguments())
        except editing.SomeoneWasFirst as error:
            case = case_of(self.piece(request, object_id), step, request.user, now=now)
            return self._conflict_page(request, case, error)
        except editing.StepClosed as error:
            form.add_error(None, str(error))
            case = case_of(self.piece(request, object_id), step, request.user, now=now)
            return self._page(request, case, form)
        article = self.get_object(request, object_id)
        self.message_user(request, _done(article, case.step), messages.SUCCESS)
        if step.name in BACK_TO_FORM:
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
        return HttpResponseRedirect(reverse("admin:index"))

    def _conflict_page(self, request: HttpRequest, case: Case, error: editing.SomeoneWasFirst) -> HttpResponse:
        """Say who was first and what he changed; what was typed stays, and the step has to be looked at again."""
        form = case.form(initial=typed_again(request.POST) | {"seen": case.article.current_revision_id})
        return self._page(request, case, form, conflict=differences.conflict_of(error))

    def _page(
        self,
        request: HttpRequest,
        case: Case,
        form: StepForm,
        *,
        is_asking: bool = False,
        conflict: differences.Conflict | None = None,
    ) -> HttpResponse:
        article, step, facts, now = case.article, case.step, case.facts, case.now
        revision = editing.revision_to_sign(article, step)
        reason = "" if case.wants_override else workflow.why_not(step, facts, case.person)
        if revision is None:
            reason = _("The piece has not been saved yet: open its form and save it.")
        offered = buttons(article, request.user, now=now, facts=facts)
        text = noted(article, revision, request.user, facts=facts, now=now) if revision else None
        taken = list(article.reviews.select_related("revision__section").order_by("position"))
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
            "reading": text and text.reading,
            "noted": text,
            "reason": reason,
            "form": form,
            "is_asking": is_asking,
            "conflict": conflict,
            "saying": _said(form) if is_asking else [],
            "others": [button for button in offered if button.name != step.name and not button.reason],
            "instructions": INSTRUCTIONS if step.name == "withdraw" else (),
            "lane": _lane(case) if step.name == "submit" else "",
            "findings": findings_of(article, today=timezone.localdate(now)) if step.name in CHECKS else [],
            **_named("last_step", taken[-1] if taken else None),
            **(_looked_at(case, revision, taken) if revision else {}),
        }
        return TemplateResponse(request, "admin/articles/article/step.html", context)


def _named(name: str, review: Review | None) -> dict:
    """A review for the template, with the label of its step."""
    return {name: review, f"{name}_name": step_label(review.step) if review else ""}


def _said(form: StepForm) -> list[tuple[str, object]]:
    """What the form says, for the question whether to do it."""
    return [
        (field.label, form.cleaned_data[field.name]) for field in form.visible_fields() if form.cleaned_data[field.name]
    ]


def _lane(case: Case) -> str:
    """Said before a piece is submitted: that only the express lane could bring it out with the staff of now."""
    way = workflow.way_forward(case.facts, people.everybody(now=case.now), profile=settings.GAZETTE_REVIEW_PROFILE)
    if way != "express":
        return ""
    return _("With the staff of now only the express lane can bring this piece out: tell the chief editor.")


def _looked_at(case: Case, revision: Revision, taken: list[Review]) -> dict:
    """What changed: since the last signature, since this person's own, since final review, against what is public.

    Signatures under later revisions say nothing of this one: it may be an old one, whose review is made up.
    """
    article, step = case.article, case.step
    signs = {*workflow.SIGNING, "submit"}
    signed = [one for one in reversed(taken) if one.step in signs and one.revision.number <= revision.number]
    last = next(iter(signed), None)
    own = next((one for one in signed if one.by_id == case.user.pk), None)
    found = _named("last_signed", last)
    if last and last.revision_id != revision.pk:
        found["since_signed"] = differences.between(last.revision, revision)
    if own and own.revision_id not in {revision.pk, last.revision_id}:
        found["own_signed"] = own
    if step.name == "release" and case.must_acknowledge:
        passed = acknowledging.signed_before_release(taken)
        found |= _named("passed", passed)
        found["since_final"] = differences.between(passed.revision, revision)
        if last and last.revision_id == passed.revision_id:
            del found["since_signed"]
    is_in_hand = article.round != Round.FIRST and revision.pk == article.current_revision_id
    if is_in_hand and article.public_state in ONCE_PUBLIC:
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
    address = address_of(article.public_date, article.pk)
    return format_html('{} <a href="{}">{}</a>', said, address, _("See it as readers do"))
