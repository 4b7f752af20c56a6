"""The steps of the workflow in the admin: buttons on the form of a piece, and a page for each step.

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
from django.utils.translation import gettext_lazy

from articles import editing, waiting, workflow
from articles import facts as facts_of_pieces
from articles.admin import differences
from articles.admin.discarding import DiscardMixin
from articles.admin.history import HistoryMixin, step_label
from articles.admin.notes import NotesMixin, noted, shown_notes
from articles.admin.preview import PreviewMixin
from articles.admin.proofing import findings_of
from articles.admin.register import RegisterMixin
from articles.admin.slip import SlipMixin
from articles.admin.step_form import INSTRUCTIONS, StepForm, typed_again
from articles.admin.times import TimesMixin
from articles.admin.together import TogetherMixin
from articles.models.newsroom import Article, Review, Revision
from articles.workflow import Facts, PublicState, Round, Status, Step
from staff import people

#: Steps that sign or hand on what stands in the form: the form is saved first, so that nothing typed is lost. The
#: others have nothing to do with the text, and must not fail because a field of it is wrong.
SAVES_FIRST = frozenset({*workflow.SIGNING, "submit", "express", "send_back"})
#: Steps that want the text read: it stands before the form. A withdrawal, say, wants to be done at once.
READS_FIRST = frozenset({*workflow.SIGNING, "submit", "express", *(f"owed_{name}" for name in workflow.SIGNING)})
#: Steps that sign the working copy as it is: what the checks say of it stands on their page.
CHECKS = frozenset({*workflow.SIGNING, "submit", "express"})
#: After these the person goes on with the text; after all others, with the next piece.
BACK_TO_FORM = frozenset({"correct", "amend", "restore", "recall", "abandon", "put_back", "unschedule", "reinstate",
                          "embargo", "lift_embargo", "set_expiry", "clear_expiry"})  # fmt: skip
#: Steps that take something away from the reader or the piece.
TAKES_AWAY = frozenset({"withdraw", "take_down", "reject", "express", "abandon"})

EXPLANATIONS = {
    "submit": gettext_lazy("Hands the piece to first review. You cannot change it until it comes back."),
    "recall": gettext_lazy("Takes the piece back into your drafts, as long as nobody has acted on it."),
    "first_review": gettext_lazy("Signs this revision for first review and hands it to second review."),
    "second_review": gettext_lazy("Signs this revision for second review and hands it to final review."),
    "final_review": gettext_lazy("Signs this revision for final review and hands it to proofreading."),
    "proofread": gettext_lazy("Signs this revision as proofread and hands it to release."),
    "print_check": gettext_lazy(
        "Confirms that this revision says what the printed page says, and hands it to release."
    ),
    "release": gettext_lazy("Publishes exactly this revision, at once or at the minute that you name."),
    "express": gettext_lazy("Publishes this revision at once. The reviews left out are owed within 24 hours."),
    "send_back": gettext_lazy("Gives the piece back with your reason. Signatures before that step stand."),
    "reject": gettext_lazy("The piece will not be used. It can be taken up again later."),
    "restore": gettext_lazy("Takes the piece up again, as a draft."),
    "correct": gettext_lazy(
        "Opens the public text for correction, with a public note and all reviews. Readers see the old text meanwhile."
    ),
    "amend": gettext_lazy(
        "Opens the public text to mend its wording only: no fact, name, number or headline. "
        "A second person proofreads it."
    ),
    "abandon": gettext_lazy("Drops the work in hand: the text becomes again what readers see."),
    "unschedule": gettext_lazy("Cancels the scheduled release; the piece awaits release again."),
    "take_down": gettext_lazy(
        "Takes the piece off the site while it is checked. Its address says so; one step puts it back."
    ),
    "put_back": gettext_lazy("Shows the piece to readers again, exactly as it was."),
    "withdraw": gettext_lazy(
        "Takes the piece off the site for good, with its pictures. Its address says that it was withdrawn."
    ),
    "reinstate": gettext_lazy("Takes the withdrawn piece up again, at final review."),
    "embargo": gettext_lazy("Holds the piece back until a minute that somebody outside has asked for (禁发至)."),
    "lift_embargo": gettext_lazy("The piece can be released at once again."),
    "set_expiry": gettext_lazy(
        "Names the minute at which the piece leaves the site by itself: for a notice that runs out."
    ),
    "clear_expiry": gettext_lazy("The piece stays on the site: no minute is named any more."),
    "owed_first_review": gettext_lazy("Makes up the first review of the revision that the express lane published."),
    "owed_second_review": gettext_lazy("Makes up the second review of the revision that the express lane published."),
    "owed_final_review": gettext_lazy("Makes up the final review of the revision that the express lane published."),
    "owed_proofread": gettext_lazy("Makes up the proofreading of the revision that the express lane published."),
}


@dataclass(frozen=True)
class Button:
    """A step as the page of a piece offers it; `reason` says why it is closed, or ""."""

    name: str
    label: str
    url: str
    reason: str
    is_main: bool
    saves_first: bool
    takes_away: bool


@dataclass(frozen=True)
class Conflict:
    """What somebody else did while this person was looking."""

    seen: Revision | None
    now: Revision | None
    differences: tuple[differences.ChangedField, ...]
    last_step: Review | None


def step_url(article: Article, step_name: str) -> str:
    return reverse("admin:articles_article_step", args=[article.pk, step_name])


def buttons(
    article: Article, user, *, now: datetime, facts: Facts | None = None, in_form: bool = False
) -> list[Button]:
    """The steps that concern this piece, for this person: the next one first, what takes away last.

    `in_form`: they stand in a form that this person may save. What is wrong with the saved text alone does not close a
    step there that saves first: the text may just have been mended, and the rule is asked again once it is saved.
    """
    facts = facts or facts_of_pieces.of(article, now=now)
    table = workflow.steps(settings.GAZETTE_REVIEW_PROFILE)
    due = waiting.due_step(facts, table)
    mended = replace(facts, lacks=(), forbidden=(), changed_facts=(), differs_from_print=False)
    person = people.person(user, now=now)

    def button(step: Step, reason: str) -> Button:
        saves_first = step.name in SAVES_FIRST
        if in_form and saves_first and reason:
            reason = workflow.why_not(step, mended, person)
        return Button(
            step.name,
            workflow.label(step, facts),
            step_url(article, step.name),
            reason,
            is_main=step == due,
            saves_first=saves_first,
            takes_away=step.name in TAKES_AWAY,
        )

    found = [button(choice.step, choice.reason) for choice in editing.choices(article, user, now=now, facts=facts)]
    return sorted(found, key=lambda button: (not button.is_main, button.takes_away))


def first_button(user, *, now: datetime) -> list[Button]:
    """What the form of a new piece offers beside saving it: to submit it at once."""
    step = workflow.STEPS["submit"]
    if not people.person(user, now=now).acting_as(step.roles):
        return []
    return [Button(step.name, str(step.label), "", "", is_main=True, saves_first=True, takes_away=False)]


class StepsMixin(
    HistoryMixin, PreviewMixin, TimesMixin, TogetherMixin, SlipMixin, RegisterMixin, NotesMixin, DiscardMixin
):
    """Steps, history and preview of pieces. `steps.html` draws the buttons inside the form's page.

    A button that saves first is a submit button of the form, named `_step`: once the form is saved,
    `response_change` leads to the page of the step.
    """

    def get_urls(self) -> list:
        page = path(
            "<path:object_id>/step/<str:step_name>/",
            self.admin_site.admin_view(self.step_view),
            name="articles_article_step",
        )
        return [page, *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: dict, obj: Article | None = None, **options):
        if obj is None:
            context = {**context, "open_steps": first_button(request.user, now=timezone.now())}
        else:
            context = {**context, **self.steps_context(request, obj)}
        return super().render_change_form(request, context, obj=obj, **options)

    def steps_context(self, request: HttpRequest, article: Article) -> dict:
        """What `steps.html` needs."""
        in_form = self.has_change_permission(request, article)
        found = (
            buttons(article, request.user, now=timezone.now(), in_form=in_form) if article.current_revision_id else []
        )
        return {
            "open_steps": [button for button in found if not button.reason],
            "closed_steps": [button for button in found if button.reason],
            "preview_url": reverse("admin:articles_article_preview", args=[article.pk]),
            "open_notes": self._open_notes(request, article),
        }

    def _open_notes(self, request: HttpRequest, article: Article) -> list:
        """The notes on paragraphs that nobody has settled yet, for the page of the form."""
        if not article.current_revision_id or not article.notes.filter(settled_at__isnull=True).exists():
            return []
        now = timezone.now()
        facts, person = facts_of_pieces.of(article, now=now), people.person(request.user, now=now)
        found = shown_notes(article, article.current_revision, facts, person)
        return [one for one in found if one.note.settled_at is None]

    def warn_of_changed_facts(self, request: HttpRequest, article: Article) -> None:
        """Whoever amends a wording learns at once what nobody could pass, and not from the next person."""
        if article.round != Round.AMENDMENT:
            return
        now = timezone.now()
        facts, person = facts_of_pieces.of(article, now=now), people.person(request.user, now=now)
        if reason := workflow.wording_only(workflow.STEPS["proofread"], facts, person):
            self.message_user(request, reason, messages.WARNING)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        return self._to_step(request, obj) or super().response_change(request, obj)

    def response_add(self, request: HttpRequest, obj: Article, post_url_continue: str | None = None) -> HttpResponse:
        return self._to_step(request, obj) or super().response_add(request, obj, post_url_continue)

    def _to_step(self, request: HttpRequest, article: Article) -> HttpResponse | None:
        """On to the step whose button saved the form; back to the form, with the reason, where that is closed now."""
        step = workflow.steps(settings.GAZETTE_REVIEW_PROFILE).get(request.POST.get("_step", ""))
        if step is None:
            return None
        now = timezone.now()
        article.refresh_from_db()
        reason = workflow.why_not(step, facts_of_pieces.of(article, now=now), people.person(request.user, now=now))
        if not reason:
            return HttpResponseRedirect(step_url(article, step.name))
        said = _("Saved, but “%(step)s” has to wait: %(reason)s") % {"step": step.label, "reason": reason}
        self.message_user(request, said, messages.WARNING)
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))

    # --- the page of a step ------------------------------------------------------------------------------------------

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
