"""The field in which a reporter is chosen by typing."""

from django.contrib.admin.widgets import AutocompleteSelect

from staff.keys import read_key


class ReporterSelect(AutocompleteSelect):
    """Django's, which looks up whatever a form sent to show it again: a text that is no key would end in an error."""

    def optgroups(self, name: str, value: list[str], attr: dict | None = None) -> list:
        return super().optgroups(name, [key for key in value if not key or read_key(key) is not None], attr)
