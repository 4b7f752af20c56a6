"""What helps while a piece is being written: a pasted byline is read, and who else has the form open is said.

Both are small answers to the form's scripts. Neither writes the piece.
"""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from articles.importing import bylines
from articles.importing.records import Byline, Credit
from articles.models.newsroom import Article, ArticleByline, OpenForm
from staff.models import Reporter, User

LONGEST_BYLINE = 200  # characters, as the column of the printed byline has them
OPEN_FOR = timedelta(minutes=1)  # a browser that has crashed says nothing: its form counts as closed after this
#: The name that a form gave to what the browser keeps of it (static/admin_desk/typed.js).
TYPED = re.compile(r"[\w-]{8,60}", re.ASCII)


# --- a pasted byline -------------------------------------------------------------------------------------------------


def read_byline(typed: str) -> dict:
    """A printed byline as the rows that it makes, with what is doubtful; or the sentence why it is none."""
    printed = " ".join(typed.split())
    if not printed:
        return {"problem": _("Paste the byline as it is printed.")}
    if len(printed) > LONGEST_BYLINE:
        return {"problem": _("This is longer than a byline can be (%(longest)d characters).")
                % {"longest": LONGEST_BYLINE}}  # fmt: skip
    # The whole roster is a few hundred names: a paper's own people decide how names printed together are divided.
    roster = set(Reporter.objects.filter(is_confirmed=True).values_list("name", flat=True))
    found = bylines.read_byline(printed, roster=roster, bare=True)
    if found is None:
        return {"problem": _("No names are recognised in “%(text)s”: type the credits into the rows below.")
                % {"text": printed}}  # fmt: skip
    known = _reporters(credit.name for credit in found.credits)
    said = ngettext("%(number)d credit was read.", "%(number)d credits were read.", len(found.credits))
    return {
        "printed": printed,
        "said": said % {"number": len(found.credits)},
        "credits": [_row(credit, known.get(credit.name, [])) for credit in found.credits],
        "remarks": list(_remarks(found, known)),
    }


def _reporters(names: Iterable[str]) -> dict[str, list[Reporter]]:
    found: dict[str, list[Reporter]] = {}
    for reporter in Reporter.objects.filter(name__in=list(names), is_confirmed=True, merged_into__isnull=True):
        found.setdefault(reporter.name, []).append(reporter)
    return found


def _row(credit: Credit, known: list[Reporter]) -> dict:
    limit = {name: ArticleByline._meta.get_field(name).max_length for name in ("standing", "role", "organisation")}
    return {
        "name": credit.name[: ArticleByline._meta.get_field("printed_name").max_length],
        **{name: getattr(credit, name)[:longest] for name, longest in limit.items()},
        "reporter": known[0].pk if len(known) == 1 else None,
        "reporter_name": str(known[0]) if len(known) == 1 else "",
    }


def _remarks(found: Byline, known: dict[str, list[Reporter]]) -> Iterable[str]:
    for name, reporters in known.items():
        if len(reporters) > 1:
            yield _("There are several reporters called %(name)s: choose one.") % {"name": name}
    guessed = [credit.name for credit in found.credits if credit.is_guess]
    if guessed:
        yield _("Look again whether the names are divided rightly: %(names)s.") % {"names": "、".join(guessed)}
    if found.shares_role:
        yield _("Look again whether everybody took the pictures, or the last one only.")


# --- who has a piece open --------------------------------------------------------------------------------------------


def _is_open(now: datetime) -> Q:
    """Was noted a moment ago; what lies far in the future was noted by a clock that was ahead."""
    return Q(at__gt=now - OPEN_FOR, at__lt=now + OPEN_FOR)


def still_open(user: User, *, now: datetime) -> Prefetch:
    """For prefetch_related: the forms of pieces that others than this person have open now, the earliest first."""
    rows = OpenForm.objects.filter(_is_open(now)).exclude(user=user).select_related("user").order_by("pk")
    return Prefetch("open_forms", rows, to_attr="open_now")


def others_at(article: Article, user: User, *, now: datetime) -> list[str]:
    """The names of the others who have this piece open."""
    rows = OpenForm.objects.filter(_is_open(now), article=article).exclude(user=user)
    return [str(row.user) for row in rows.select_related("user").order_by("pk")]


def note_open(article: Article, user: User, *, now: datetime) -> None:
    """Note that this person has the form open; rows that say nothing any more go on the way."""
    OpenForm.objects.exclude(_is_open(now)).delete()
    OpenForm.objects.update_or_create(article=article, user=user, defaults={"at": now})


class WritingMixin(admin.ModelAdmin):
    """The answers to the form's scripts, and the cookie that tells the browser what is saved."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view
        return [
            path("read-byline/", view(require_POST(self.byline_view)), name="articles_article_read_byline"),
            path("<path:object_id>/open/", view(require_POST(self.open_view)), name="articles_article_open"),
            *super().get_urls(),
        ]

    def byline_view(self, request: HttpRequest) -> JsonResponse:
        if not (self.has_add_permission(request) or request.user.has_perm("articles.change_article")):
            raise PermissionDenied
        return JsonResponse(read_byline(request.POST.get("byline", "")))

    def open_view(self, request: HttpRequest, object_id: str) -> JsonResponse:
        """One beat of a form that is open: who else has it. Only forms that can be saved count."""
        article = self.get_object(request, object_id)
        if article is None or not request.user.has_perm("articles.change_article"):
            raise PermissionDenied
        now = timezone.now()
        if "leaving" in request.POST:
            OpenForm.objects.filter(article=article, user=request.user).delete()
            return JsonResponse({"others": []})
        note_open(article, request.user, now=now)
        return JsonResponse({"others": others_at(article, request.user, now=now)})

    def changeform_view(self, request: HttpRequest, object_id: str | None = None, form_url: str = "",
                        extra_context: dict | None = None) -> HttpResponse:  # fmt: skip
        response = super().changeform_view(request, object_id, form_url, extra_context)
        typed = request.POST.get("typed", "")
        if response.status_code == 302 and TYPED.fullmatch(typed):
            response.set_cookie(
                "typed_saved",
                typed,
                max_age=24 * 3600,
                path="/admin/",
                secure=settings.SESSION_COOKIE_SECURE,
                samesite="Lax",
            )
        return response
