"""From what to what: the admin's log of a change says more than which fields it was."""

from django.contrib.admin import ModelAdmin
from django.forms import ModelForm
from django.http import HttpRequest

LONGEST = 200  # characters of a value in the log


class KeepsValues(ModelAdmin):
    """Django's log of a change, with the value before and after of each field. For models without secrets."""

    def construct_change_message(
        self, request: HttpRequest, form: ModelForm, formsets: list, add: bool = False
    ) -> list[dict]:
        message = super().construct_change_message(request, form, formsets, add)
        if not add and form.changed_data:
            message[0]["changed"]["values"] = {
                name: [shown(form.initial.get(name)), shown(form.cleaned_data.get(name))] for name in form.changed_data
            }
        return message


def shown(value: object) -> str:
    """A value as one line of the log."""
    words = " ".join(str("" if value is None else value).split())
    return words if len(words) <= LONGEST else f"{words[:LONGEST]}…"
