"""The form of one step: its note, and whatever else the step must be told."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import workflow
from articles.admin.history import ERROR_KINDS
from articles.admin.step_words import INSTRUCTIONS, TARGETS, WHAT_HAPPENS
from articles.workflow import Facts, ReturnReason, Status, Step

#: A minute further away than this is a slip in the year.
FURTHEST = timedelta(days=366)
#: Steps that must be looked at anew when the piece has changed: what was ticked no longer holds.
LOOKED_AT = ("seen", "acknowledged", "compared", "confirmed")


class StepForm(forms.Form):
    """What a person says when he takes a step. `seen` is the key of the revision that he saw."""

    seen = forms.IntegerField(
        widget=forms.HiddenInput,
        error_messages={
            "required": gettext_lazy("The form does not say which revision you saw: open the step again."),
            "invalid": gettext_lazy("The form does not say which revision you saw: open the step again."),
        },
    )
    note = forms.CharField(required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(
        self,
        *args,
        step: Step,
        facts: Facts,
        must_acknowledge: bool,
        wants_override: bool = False,
        now: datetime,
        **kwargs,
    ) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.step, self.now = step, now
        self._ask_for_note()
        name = step.name
        if name == "send_back":
            self._ask_for_target(facts)
            self._ask_for_code()
        elif step.wants_minute:
            self._ask_for_minute(_("Minute (Beijing time)"), _(WHAT_HAPPENS[name]), required=True)
        elif name == "release":
            self._ask_for_minute(
                _("Minute of release"),
                _("Empty: at once. A minute (Beijing time): the piece comes out by itself then."),
            )
            self._ask_for_minute(
                _("Leaves the site at"),
                _("Empty: it stays. A minute (Beijing time): it leaves then, and its address says so."),
                name="expires_at",
            )
            if must_acknowledge:
                self._ask_for_tick("acknowledged", _("I have looked at the differences since final review."))
        elif name == "final_review" and must_acknowledge:
            self._ask_for_tick("acknowledged", _("I have looked at what the checks call doubtful; it may stand."))
        elif name in {"proofread", "owed_proofread"}:
            self._ask_for_errors()
        elif name == "print_check":
            self._ask_for_tick("compared", _("I have compared headline and text with the printed page."))
        elif name == "withdraw":
            self._ask_for_instruction()
        if wants_override:
            self._ask_for_override(facts)

    def clean_note(self) -> str:
        note = self.cleaned_data["note"]
        if reason := workflow.why_not_note(self.step, note):
            raise forms.ValidationError(reason)
        return note

    def clean_at(self) -> datetime | None:
        return self._minute("at")

    def clean_expires_at(self) -> datetime | None:
        return self._minute("expires_at")

    def _minute(self, name: str) -> datetime | None:
        at = self.cleaned_data[name]
        if at is not None and at <= self.now:
            raise forms.ValidationError(_("This minute is over: name one in the future."))
        if at is not None and at > self.now + FURTHEST:
            raise forms.ValidationError(_("This is more than a year away: look at the year again."))
        return at

    def arguments(self) -> dict:
        """The arguments of `editing.advance` that this form says."""
        said = self.cleaned_data
        details = {}
        if "errors_words" in said:
            details["errors"] = {kind: said[f"errors_{kind}"] or 0 for kind in ERROR_KINDS}
        if said.get("compared"):
            details["compared"] = True
        if "instruction_source" in said:
            details["instruction_source"] = said["instruction_source"] or str(INSTRUCTIONS[0])
        return {
            "seen": said.get("seen"),
            "note": said["note"],
            "to": Status(said["to"]) if said.get("to") else None,
            "at": said.get("at"),
            "expires_at": said.get("expires_at"),
            "acknowledged": said.get("acknowledged", False),
            "override": said.get("override", ""),
            "code": said.get("code", ""),
            "explanation": said.get("explanation", ""),
            "details": details,
        }

    def _ask_for_note(self) -> None:
        note, least = self.fields["note"], self.step.note_length
        note.label = _("Reason") if least else _("Note")
        if least > 1:
            note.help_text = _("At least %(length)d characters. It stays in the record; readers never see it.") % {
                "length": least
            }
        elif least:
            note.help_text = _("It stays in the record; readers never see it.")
        else:
            note.help_text = _("May stay empty. Readers never see it.")
        if least:
            note.widget.attrs |= {"required": True, "minlength": least}

    def _ask_for_code(self) -> None:
        self.fields["code"] = forms.ChoiceField(
            label=_("Kind of reason"),
            choices=[("", _("Choose")), *ReturnReason.choices],
            error_messages={"required": _("Choose what kind of reason it is.")},
        )
        self.order_fields(["seen", "to", "code", "note"])

    def _ask_for_target(self, facts: Facts) -> None:
        targets = workflow.targets(facts)
        self.fields["to"] = forms.ChoiceField(
            label=_("Send back to"),
            choices=[(status.value, TARGETS.get(status, status.label)) for status in targets],
            initial=targets[-1].value if targets else None,
            widget=forms.RadioSelect,
            error_messages={"invalid_choice": _("The piece cannot be sent back there.")},
        )

    def _ask_for_minute(self, label: str, help_text: str, *, name: str = "at", required: bool = False) -> None:
        self.fields[name] = forms.DateTimeField(
            label=label,
            required=required,
            widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
            help_text=help_text,
            error_messages={
                "invalid": _("This is no date with a time: write it like 2026-11-24 18:30."),
                "required": _("Name the minute."),
            },
        )

    def _ask_for_tick(self, name: str, label: str) -> None:
        self.fields[name] = forms.BooleanField(
            label=label, error_messages={"required": _("Tick this when you have done it.")}
        )

    def _ask_for_override(self, facts: Facts) -> None:
        """Why a chief lets forbidden words pass."""
        least = workflow.OVERRIDE_REASON
        self.fields["override"] = forms.CharField(
            label=_("Reason for letting “%(words)s” pass") % {"words": "、".join(facts.forbidden)},
            max_length=1000,
            min_length=least,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("At least %(length)d characters. It stays in the record; readers never see it.")
            % {"length": least},
        )

    def _ask_for_errors(self) -> None:
        for kind, label in ERROR_KINDS.items():
            self.fields[f"errors_{kind}"] = forms.IntegerField(
                label=label,
                required=False,
                min_value=0,
                max_value=999,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )
        self.fields["errors_none"] = forms.BooleanField(label=_("I found no error."), required=False)

    def clean(self) -> dict:
        cleaned = super().clean()
        if "errors_none" in self.fields:
            self._check_errors(cleaned)
        return cleaned

    def _check_errors(self, cleaned: dict) -> None:
        """A proofreader says what he found, be it nothing: a click alone is no count."""
        counts = [cleaned.get(f"errors_{kind}") for kind in ERROR_KINDS]
        if cleaned.get("errors_none") and any(counts):
            self.add_error("errors_none", _("You have counted errors: take the tick away, or the numbers."))
        elif not cleaned.get("errors_none") and all(count is None for count in counts) and not self.errors:
            self.add_error("errors_none", _("Say how many errors you found, or tick that there was none."))

    def _ask_for_instruction(self) -> None:
        self.fields["instruction_source"] = forms.CharField(
            label=_("Source of the instruction"),
            max_length=120,
            required=False,
            initial=INSTRUCTIONS[0],
            widget=forms.TextInput(attrs={"list": "instruction-sources"}),
            help_text=_(
                "Who ordered it, and how, if somebody outside did: it stays in the record, readers never see it."
            ),
        )
        self.fields["explanation"] = forms.CharField(
            label=_("Public explanation"),
            required=False,
            max_length=200,
            help_text=_("Readers see this sentence at the address of the piece. Usually it stays empty."),
        )


class BatchForm(StepForm):
    """What a person says when he takes a step for several pieces at once."""

    def __init__(self, *args, step: Step, now: datetime, **kwargs) -> None:
        super().__init__(*args, step=step, facts=Facts(), must_acknowledge=False, now=now, **kwargs)
        del self.fields["seen"]
        if step.name == "withdraw":
            self.fields["count"] = forms.IntegerField(
                label=_("Number of pieces"),
                help_text=_("Type how many pieces you withdraw: as many as are ticked above."),
                widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            )


def typed_again(posted: Mapping[str, str]) -> dict[str, str]:
    """What was typed, for a new form on a piece that has changed: nothing is lost, but it has to be looked at again."""
    return {name: value for name, value in posted.items() if name not in LOOKED_AT}
