"""Choosing a row in a form: a reporter by typing, and a field without the links to other pages."""

from django.contrib.admin.widgets import AutocompleteSelect
from django.forms import Field

from staff.keys import read_key


class ReporterSelect(AutocompleteSelect):
    """Django's, which looks up whatever a form sent to show it again: a text that is no key would end in an error."""

    def optgroups(self, name: str, value: list[str], attr: dict | None = None) -> list:
        return super().optgroups(name, [key for key in value if not key or read_key(key) is not None], attr)


def without_links(field: Field) -> None:
    """Take the pictures away that lead from a choice to the pages of its rows: whoever presses one loses his form."""
    field.widget.can_add_related = field.widget.can_change_related = field.widget.can_view_related = False
