"""Somebody of the staff in a browser of his own, without JavaScript: pages and forms of a paper that is served."""

import http.cookiejar
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.cast import PASSWORD
from tests.forms import fields_in

SECONDS_TO_WAIT = 60
#: Who takes which step after the writer has sent his piece in: its way from first review to its readers.
WAY = (
    ("laowang", "first_review"),
    ("laochen", "second_review"),
    ("laozhao", "final_review"),
    ("xiaoqian", "proofread"),
    ("laozhao", "release"),
)


@dataclass(frozen=True)
class Reply:
    """What came back in the end: the path to which it led, too."""

    status: int
    path: str
    page: str


class Browser:
    """Asks for pages and sends forms. Raises OSError where nobody answers."""

    def __init__(self, address: str, name: str) -> None:
        """Log in as the one with this user name."""
        self.address = address
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(jar)
        fields = fields_in(self.get("/admin/login/").page, "login-form")
        self.post("/admin/login/?next=/admin/", {**fields, "username": name, "password": PASSWORD})

    def get(self, path: str) -> Reply:
        return self._ask(urllib.request.Request(self.address + path))

    def post(self, path: str, fields: Mapping[str, object]) -> Reply:
        """Send a form, files among its fields, as its page would."""
        body = encode_multipart(BOUNDARY, fields)
        headers = {"Referer": self.address + path, "Content-Type": MULTIPART_CONTENT}
        return self._ask(urllib.request.Request(self.address + path, data=body, headers=headers))

    def take(self, number: int, step: str) -> bool:
        """Take a step on the page of that step; tell whether the answer was that it is done."""
        path = step_path(number, step)
        fields = step_fields(self.get(path).page)
        if not fields:
            return False
        reply = self.post(path, fields)
        return reply.status < 400 and reply.path != path

    def _ask(self, request: urllib.request.Request) -> Reply:
        try:
            answer = self.opener.open(request, timeout=SECONDS_TO_WAIT)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            return Reply(answer.status, urlsplit(answer.geturl()).path, answer.read().decode())


def step_path(number: int, step: str) -> str:
    """The page on which this step of a piece is taken."""
    return f"/admin/articles/article/{number}/step/{step}/"


def step_fields(page: str) -> dict[str, object]:
    """What the form of a step sends when its ticks are set and nothing else is said; nothing where there is none."""
    fields = fields_in(page.replace('class="step-form"', 'id="step-form" class="step-form"'), "step-form")
    return {**fields, "acknowledged": "on", "errors_none": "on"} if fields else {}
