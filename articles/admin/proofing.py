"""The copy desk's checks at the desk: a panel beside the form of a piece, and the same findings on the pages of steps.

The panel sends the form as it is typed, saved or not, and shows what comes back. Mending is done here, too: the text is
checked anew, what was pointed at is put right where it still stands, and the mended fields go back into the form.
Nothing is saved on the way.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse, QueryDict
from django.urls import path
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from articles import body as bodies
from articles import findings
from articles.admin.widgets import LONGEST_BODY
from articles.models.newsroom import Article, ArticleByline, ArticlePhoto
from articles.proofing import checking, lists, mending, sentences
from articles.proofing.records import ErrorClass, Finding, ProofText, Severity

#: Rows of a form that are looked at; no piece has so many credits or pictures.
MOST_ROWS = 200
#: Characters of any field but the body that are looked at; the form allows fewer.
LONGEST_FIELD = 2000
#: Findings that are shown; a text with more of them wants another cure.
MOST_SHOWN = 500
#: Characters shown before and after a finding.
AROUND = 8
DATES = ("issue_date", "event_date", "filed_date")


@dataclass(frozen=True)
class ShownFinding:
    """A finding as a page shows it: with its sentence, its severity in one word, and the words around it."""

    finding: Finding
    severity: str
    sentence: str
    field: str
    before: str
    after: str


def shown(piece: ProofText, found: Iterable[Finding]) -> list[ShownFinding]:
    """The findings in the order of the text, those that close the door first."""
    ordered = sorted(found, key=lambda one: one.severity != Severity.FORBIDDEN)
    return [
        ShownFinding(
            one,
            _(sentences.SEVERITIES[one.severity]),
            findings.sentence(one),
            field_label(one.place.field),
            *_around(piece, one),
        )
        for one in ordered[:MOST_SHOWN]
    ]


def field_label(name: str) -> str:
    """What the form calls a field, by the name of its input; a picture's with its number."""
    _prefix, _dash, rest = name.partition("-")
    if not rest:
        return str(Article._meta.get_field(name).verbose_name)
    number, _dash, column = rest.partition("-")
    label = ArticlePhoto._meta.get_field(column).verbose_name if column else ArticlePhoto._meta.verbose_name
    return _("picture %(number)d: %(field)s") % {"number": int(number) + 1, "field": label}


def _around(piece: ProofText, finding: Finding) -> tuple[str, str]:
    place = finding.place
    field = piece.field(place.field)
    if field is None or not place.end:
        return "", ""
    text = field.paragraphs[place.paragraph]
    return text[max(0, place.start - AROUND) : place.start], text[place.end : place.end + AROUND]


# --- what is typed ---------------------------------------------------------------------------------------------------


def typed_piece(posted: QueryDict) -> ProofText:
    """The piece that a posted form describes, valid or not: what cannot be read counts as empty."""
    texts = {name: posted.get(name, "")[:LONGEST_FIELD] for name in (*findings.FIELDS, "source")}
    texts["body"] = bodies.sanitise(posted.get("body", "")[:LONGEST_BODY])
    days = {name: _day(posted.get(name, "")) for name in DATES}
    credits = [
        ArticleByline(printed_name=row["printed_name"], role=row["role"])
        for _name, row in _rows(posted, "bylines", ("reporter", "printed_name", "role"))
    ]
    photos = {
        name: ArticlePhoto(caption=row["caption"], alt_text=row["alt_text"], credit=row["credit"])
        for name, row in _rows(posted, "photos", ("photo", "caption", "alt_text", "credit"))
    }
    return findings.proof_text(Article(**texts, **days), credits, photos)


def _rows(posted: QueryDict, prefix: str, names: tuple[str, ...]) -> Iterator[tuple[str, dict[str, str]]]:
    """The rows of a formset in which anything is filled in, with their names."""
    total = posted.get(f"{prefix}-TOTAL_FORMS", "")
    for number in range(min(int(total), MOST_ROWS) if total.isascii() and total.isdigit() else 0):
        row = {name: posted.get(f"{prefix}-{number}-{name}", "").strip()[:LONGEST_FIELD] for name in names}
        if any(row.values()):
            yield f"{prefix}-{number}", row


def _day(text: str) -> date | None:
    try:
        return parse_date(text.strip())
    except ValueError:
        return None


# --- the panel -------------------------------------------------------------------------------------------------------


class ProofingMixin(admin.ModelAdmin):
    """The address to which the panel of the form sends what is typed: it answers with the findings."""

    class Media:
        css = {"all": ["admin_desk/proofing.css"]}

    def get_urls(self) -> list:
        page = path("proofing/", self.admin_site.admin_view(self.proofing_view), name="articles_article_proofing")
        return [page, *super().get_urls()]

    def proofing_view(self, request: HttpRequest) -> HttpResponse:
        """Check the posted form; `mend` names a finding, or `mend_class` a class, that is put right first."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not (self.has_add_permission(request) or self.has_view_or_change_permission(request)):
            raise PermissionDenied
        known, today = lists.load(), timezone.localdate()
        piece = typed_piece(request.POST)
        found = checking.check(piece, lists=known, today=today)
        mended = {}
        if chosen := [one for one in found if _is_chosen(one, request.POST)]:
            posted = request.POST.copy()
            mended = _mended(posted, chosen)
            posted.update(mended)
            for name in mended:
                posted.setlist(name, [mended[name]])
            piece = typed_piece(posted)
            found = checking.check(piece, lists=known, today=today)
        return JsonResponse({"findings": [_said(one) for one in shown(piece, found)], "fields": mended})


def _is_chosen(finding: Finding, posted: QueryDict) -> bool:
    if not finding.fix:
        return False
    return posted.get("mend") == key_of(finding) or posted.get("mend_class") == finding.error_class


def key_of(finding: Finding) -> str:
    """The name of a finding between browser and server: where it stands, what it is, and the characters themselves."""
    place = finding.place
    return f"{place.field}:{place.paragraph}:{place.start}:{finding.code}:{finding.quote}"


def _mended(posted: QueryDict, chosen: list[Finding]) -> dict[str, str]:
    """The posted fields in which something was put right, by name."""
    mended = {}
    for name in dict.fromkeys(one.place.field for one in chosen):
        is_body = name == "body"
        text = bodies.sanitise(posted.get(name, "")[:LONGEST_BODY]) if is_body else posted.get(name, "")[:LONGEST_FIELD]
        here = [one for one in chosen if one.place.field == name]
        mended[name] = mending.mend_all(text, here, is_body=is_body)
    return mended


def _said(one: ShownFinding) -> dict[str, object]:
    finding = one.finding
    return {
        "key": key_of(finding),
        "severity": finding.severity,
        "severity_label": one.severity,
        "class": finding.error_class,
        "class_label": _(sentences.CLASSES[ErrorClass(finding.error_class)]),
        "field": finding.place.field,
        "field_label": one.field,
        "paragraph": finding.place.paragraph,
        "start": finding.place.start,
        "end": finding.place.end,
        "quote": finding.quote,
        "before": one.before,
        "after": one.after,
        "fix": finding.fix,
        "sentence": one.sentence,
    }


# --- the pages of steps ----------------------------------------------------------------------------------------------


def findings_of(article: Article, *, today: date) -> list[ShownFinding]:
    """What the checks say of the working copy, for reading."""
    piece = findings.proof_text(article, article.bylines.all(), findings.numbered(article.photos.all()))
    return shown(piece, checking.check(piece, lists=lists.load(), today=today))
