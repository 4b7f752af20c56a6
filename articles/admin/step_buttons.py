"""The steps of the workflow as buttons: on the form of a piece, and beside the page of another step.

A button that saves first is a submit button of the form, named `_step`: once the form is saved, `response_change` leads
to the page of the step. The rules are those of `workflow`.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import editing, waiting, workflow
from articles import facts as facts_of_pieces
from articles.admin.notes import shown_notes
from articles.models.newsroom import Article
from articles.workflow import Facts, Round, Step
from staff import people

#: Steps that sign or hand on what stands in the form: the form is saved first, so that nothing typed is lost. The
#: others have nothing to do with the text, and must not fail because a field of it is wrong.
SAVES_FIRST = frozenset({*workflow.SIGNING, "submit", "express", "send_back"})
#: Steps in red and without a quick key: they take something away from readers or from the piece, or leave out reviews.
TAKES_AWAY = frozenset({"withdraw", "take_down", "reject", "express", "abandon"})


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

    found = [button(choice.step, choice.reason) for choice in editing.choices_of(facts, person)]
    return sorted(found, key=lambda button: (not button.is_main, button.takes_away))


def first_button(user, *, now: datetime) -> list[Button]:
    """What the form of a new piece offers beside saving it: to submit it at once."""
    step = workflow.STEPS["submit"]
    if not people.person(user, now=now).acting_as(step.roles):
        return []
    return [Button(step.name, str(step.label), "", "", is_main=True, saves_first=True, takes_away=False)]


class StepButtonsMixin(admin.ModelAdmin):
    """What `steps.html` draws inside the form's page, and what its buttons do once the form is saved."""

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
