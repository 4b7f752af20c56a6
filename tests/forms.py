"""Forms as a browser would send them: read from the page, filled in, posted back."""

from html.parser import HTMLParser

from django.http import HttpResponse
from django.test import Client


class _Reader(HTMLParser):
    """Collects what a browser would send of one form, buttons left out."""

    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.form_id = form_id
        self.is_inside = False
        self.fields: dict[str, str | list[str]] = {}
        self.text_of = ""
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.is_inside = said.get("id") == self.form_id
        if not self.is_inside:
            return
        name, kind = said.get("name", ""), said.get("type", "text")
        if tag == "select":
            self.select = name
            self.fields.setdefault(name, "")
        elif tag == "option" and self.select and "selected" in said:
            self.fields[self.select] = said.get("value", "")
        elif tag == "textarea" and name:
            self.text_of, self.fields[name] = name, ""
        elif tag == "input" and kind in {"checkbox", "radio"}:
            if name and "checked" in said:
                self.fields[name] = [*self.fields.get(name, []), said.get("value", "on")]
        elif tag == "input" and name and kind not in {"submit", "button", "file", "image"}:
            self.fields[name] = said.get("value", "")

    def handle_data(self, data: str) -> None:
        if self.text_of:
            self.fields[self.text_of] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.text_of:
            # A browser leaves out the line end that follows the opening tag.
            self.fields[self.text_of] = self.fields[self.text_of].removeprefix("\r\n").removeprefix("\n")
            self.text_of = ""
        elif tag == "select":
            self.select = ""
        elif tag == "form":
            self.is_inside = False


def fields_of(response: HttpResponse, form_id: str) -> dict[str, str | list[str]]:
    """What the form with this id on the page would send as it stands."""
    return fields_in(response.content.decode(), form_id)


def fields_in(page: str, form_id: str) -> dict[str, str | list[str]]:
    """The same of a page that came by another way than Django's client."""
    reader = _Reader(form_id)
    reader.feed(page)
    return {name: value for name, value in reader.fields.items() if "__prefix__" not in name}


def fill_in(client: Client, address: str, form_id: str, **changes) -> HttpResponse:
    """Open the page, change these fields of its form, and send it to the same address."""
    page = client.get(address)
    assert page.status_code == 200, page.status_code
    return client.post(address, {**fields_of(page, form_id), **changes})


#: The fields of a row of each kind, as a new row has them.
BLANK = {
    "bylines": {"reporter": "", "printed_name": "", "standing": "", "role": "", "organisation": ""},
    "photos": {"photo": "", "caption": "", "alt_text": "", "credit": "", "place": "0"},
}


def rows(prefix: str, *filled: dict) -> dict[str, object]:
    """The rows beside a piece, these and no others: rows("bylines", {"printed_name": "周明远"})."""
    fields: dict[str, object] = {
        f"{prefix}-TOTAL_FORMS": str(len(filled)),
        f"{prefix}-INITIAL_FORMS": "0",
    }
    for place, row in enumerate(filled):
        fields |= {f"{prefix}-{place}-{name}": value for name, value in (BLANK[prefix] | row).items()}
    return fields
