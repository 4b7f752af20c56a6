"""The search page, and what is proposed while somebody types. The address carries the whole question."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Length
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from articles import search
from articles.headlines import LINE, with_breaks
from articles.models.published import PublishedArticle, PublishedByline, PublishedTag
from articles.models.shared import Section, Tag
from articles.presentation import addresses
from articles.presentation.frame import Link
from articles.presentation.teasers import TEASER_LENGTH, beginning
from articles.search import finding, snippets
from articles.search.documents import Lines
from articles.search.folding import fold
from articles.search.queries import MOST_CHARACTERS, MOST_PHRASES, Query, parse
from articles.search.snippets import Part
from articles.site.finding import reporter_at, section_at, tag_at
from articles.site.pages import Moved, Page
from staff.models import Reporter

MOST_SUGGESTED = 4  # of each kind
MOST_PARTS = 20  # pairs of characters that topics are looked for with
NAME = range(2, 5)  # characters of a name that is looked for in a longer word
YEAR = re.compile(r"[12][0-9]{3}")

PROBLEMS: Mapping[str, str | Promise] = {
    "empty": "",
    "marks": gettext_lazy("There are only punctuation marks here. Type a word."),
    "excluded": gettext_lazy(
        "Everything here is excluded with “-”. Say what to look for as well; put it in quotation marks if it begins"
        " with “-”."
    ),
    "long": gettext_lazy("That is too long: at most %(most)d characters. Try a few words of it."),
    "many": gettext_lazy("Those are too many words: at most %(most)d. Take the rarest of them."),
}


@dataclass(frozen=True)
class Question:
    """What the address asks: the words as typed, the filters, and sentences on what cannot be read."""

    typed: str
    query: Query
    order: str
    section: Section | None = None
    reporter: Reporter | None = None
    tag: Tag | None = None
    year: int | None = None
    since: date | None = None
    until: date | None = None
    problems: list[str] = field(default_factory=list)

    def filters(self, *, without: str = "") -> dict:
        """The filters as `search` takes them, one of them left out."""
        since, until = self.since, self.until
        if self.year and without != "year":
            since = max(since or date.min, date(self.year, 1, 1))
            until = min(until or date.max, date(self.year, 12, 31))
        rows = {"section": self.section, "reporter": self.reporter, "tag": self.tag}
        return {
            **{name: row.pk if row and name != without else None for name, row in rows.items()},
            "since": since,
            "until": until,
        }

    def address(self, **changes: object) -> str:
        """The address of this question with changes, from its first page on; None takes something off."""
        said = {
            "q": self.typed,
            "section": self.section and self.section.slug,
            "reporter": self.reporter and self.reporter.pk,
            "tag": self.tag and self.tag.slug,
            "year": self.year,
            "since": self.since,
            "until": self.until,
            "order": self.order if self.order != finding.NEWEST else None,
            **changes,
        }
        return f"{addresses.address('search')}?{urlencode({name: value for name, value in said.items() if value})}"

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What stays when other words are typed into the form."""
        return parse_qsl(urlsplit(self.address(q=None)).query)

    @property
    def chosen(self) -> list[Link]:
        """The filters at work, each with the address that takes it off."""
        named = [
            ("section", self.section),
            ("reporter", self.reporter and self.reporter.name),
            ("tag", self.tag),
            ("year", self.year and _("%(year)d (year)") % {"year": self.year}),
            ("since", self.since and _("from %(day)s") % {"day": self.since.isoformat()}),
            ("until", self.until and _("until %(day)s") % {"day": self.until.isoformat()}),
        ]
        return [Link(str(value), self.address(**{name: None})) for name, value in named if value]


def read(asked: Mapping[str, str]) -> Question:
    """Read an address. What cannot be read becomes a sentence, never an error."""
    typed = asked.get("q", "")
    query = parse(typed)
    problems: list[str] = []
    if sentence := PROBLEMS.get(query.problem):
        problems.append(sentence % {"most": MOST_CHARACTERS if query.problem == "long" else MOST_PHRASES})

    def look_up(name: str, find, sentence: str):
        value = asked.get(name, "")
        if not value:
            return None
        try:
            try:
                return find(value)
            except Moved as moved:  # An address of before; the links of this page have the present one.
                (value,) = moved.where.values()
                return find(value)
        except (Http404, ValueError, OverflowError):
            problems.append(sentence % {"value": value[:40]})
            return None

    return Question(
        typed=typed.strip() if query.problem != "long" else typed.strip()[:MOST_CHARACTERS],
        query=query,
        order=finding.RELEVANCE if asked.get("order") == finding.RELEVANCE else finding.NEWEST,
        section=look_up("section", section_at, _("There is no section “%(value)s”.")),
        reporter=look_up("reporter", _reporter, _("There is no reporter “%(value)s”.")),
        tag=look_up("tag", tag_at, _("There is no topic “%(value)s”.")),
        year=look_up("year", _year, _("“%(value)s” is no year. Write it with four digits: 2026.")),
        since=look_up("since", date.fromisoformat, _("“%(value)s” is no date. Write it like this: 2026-11-20.")),
        until=look_up("until", date.fromisoformat, _("“%(value)s” is no date. Write it like this: 2026-11-20.")),
        problems=problems,
    )


def _year(value: str) -> int:
    if not YEAR.fullmatch(value):
        raise ValueError(value)
    return int(value)


def _reporter(value: str) -> Reporter:
    if not (value.isascii() and value.isdecimal() and len(value) <= 18):
        raise ValueError(value)
    return reporter_at(int(value))


@dataclass(frozen=True)
class Row:
    """A piece that was found as the page shows it, in HTML with the hits marked."""

    article: PublishedArticle
    headline: SafeString
    text: SafeString
    near: tuple[SafeString, ...]  # lines of credits and tags with a hit


class SearchPage(Page):
    """Hits, and beside them what narrows them; without hits, what could help. Search engines keep it out."""

    template = "site/search.html"

    def canonical(self, context: Mapping) -> str:
        return ""

    def context(self) -> dict:
        question = read(self.request.GET)
        shown = {"question": question, "problems": question.problems}
        if question.problems or not question.query.phrases:
            return shown
        page = self.request.GET.get("page", "")
        try:
            found = search.search(question.query, **question.filters(), order=question.order, page=page)
        except search.UnreadablePage:
            found = None
        if found is None or (page and not found.hits):
            shown["problems"] = [_("This page of the results does not exist. Search again.")]
            return shown
        if not found.hits:
            return {**shown, "found": found, **help_for(question)}
        return {
            **shown,
            "found": found,
            "total": f"{found.total:,}+" if found.is_capped else f"{found.total:,}",
            "rows": rows(found.hits, question.query.phrases),
            "is_first": not page,
            "first": question.address(),
            "older": found.older and question.address(page=found.older),
            "orders": [
                (_("Newest"), question.address(order=None), question.order == finding.NEWEST),
                (_("Relevance"), question.address(order=finding.RELEVANCE), question.order == finding.RELEVANCE),
            ],
            **narrowing(question),
        }


def rows(hits: tuple[search.Hit, ...], phrases: tuple[str, ...]) -> list[Row]:
    """The hits with the places where the phrases stand."""
    articles = PublishedArticle.objects.select_related("section").in_bulk([hit.number for hit in hits])
    return [row(articles[hit.number], hit, phrases) for hit in hits if hit.number in articles]


def row(article: PublishedArticle, hit: search.Hit, phrases: tuple[str, ...]) -> Row:
    lines = Lines.of(article)
    rest = hit.rest.split("\n")
    if len(rest) != len(lines.rest):  # A line of which nothing remains when it is folded, or a caption of several.
        rest = [fold(line) for line in lines.rest]
    around = [line for line in (article.subheading, article.kicker) if line]
    folded = [*rest, *map(fold, around)]
    unseen = [phrase for phrase in phrases if phrase not in fold(article.headline)]
    place = snippets.best_line(folded, unseen)
    if place is None:
        place = snippets.best_line(folded, phrases)
    text = snippets.cut([*lines.rest, *around][place], phrases) if place is not None else None
    near = [snippets.marked(line, phrases) for line in lines.near] if hit.near else []
    return Row(
        article,
        headline=headline(article.headline, phrases),
        text=marked(text or (Part(beginning(article, TEASER_LENGTH), False),)),
        near=tuple(marked(parts) for parts in near if any(part.is_hit for part in parts)),
    )


def headline(words: str, phrases: tuple[str, ...]) -> SafeString:
    """The headline with its hits marked, and with the places at which it may break."""
    parts = snippets.marked(words, phrases)
    if len(words) <= LINE:
        return marked(parts)
    ends = list(accumulate(len(part.text) for part in parts))
    written = (
        (format_html("<mark>{}</mark>" if part.is_hit else "{}", with_breaks(words, end - len(part.text), end)),)
        for part, end in zip(parts, ends, strict=True)
    )
    return format_html('<span class="words">{}</span>', format_html_join("", "{}", written))


def marked(parts: Iterable[Part]) -> SafeString:
    """The parts one after another, the hits in <mark>, all of it escaped."""
    written = (format_html("<mark>{}</mark>", part.text) if part.is_hit else part.text for part in parts)
    return format_html_join("", "{}", ((part,) for part in written))


def narrowing(question: Question) -> dict:
    """The sections and years of the hits, each with its number and the address of the narrower question.

    One that all hits belong to would narrow nothing.
    """
    by_section = search.facets(question.query, **question.filters(without="section"))
    by_year = by_section
    if question.section or question.year:
        by_year = search.facets(question.query, **question.filters(without="year"))
    chosen = question.section or question.year
    if not chosen and len(by_section.sections) < 2 and len(by_year.years) < 2:
        return {}
    sections = by_section.sections
    if len(sections) < 2 and not question.section and not by_section.is_capped:
        sections = ()
    known = Section.objects.in_bulk([key for key, _count in sections])
    years = dict(by_year.years)
    if by_year.is_capped:  # The newest thousand may leave out the older years altogether.
        years = {year: years.get(year, 0) for year in finding.years()}
    if len(years) < 2 and not question.year:
        years = {}
    return {
        "by_section": [
            (Link(known[key].name, question.address(section=known[key].slug)), _number(count, by_section.is_capped))
            for key, count in sections
            if key in known and known[key] != question.section
        ],
        "by_year": [
            (Link(str(year), question.address(year=year)), _number(count, by_year.is_capped))
            for year, count in years.items()
            if year != question.year
        ],
    }


def _number(count: int, is_capped: bool) -> str:
    return f"{count}+" if is_capped and count else str(count or "")


def help_for(question: Question) -> dict:
    """For a page without results: fewer words, without the filters, likely topics, reporters by that name."""
    words = question.query.phrases
    without_filters = ""
    if question.chosen and finding.search(question.query).total:
        without_filters = Question(question.typed, question.query, question.order).address()
    return {
        "without_filters": without_filters,
        "fewer": [
            Link(" ".join(attempt), question.address(q=" ".join(_quoted(word) for word in attempt)))
            for attempt in finding.fewer_words(question.query, **question.filters())
        ],
        "topics": topics(words),
        "reporters": reporters(words),
    }


def _quoted(phrase: str) -> str:
    return f'"{phrase}"' if " " in phrase or phrase.startswith("-") else phrase


def topics(words: tuple[str, ...]) -> list[Link]:
    """Tags of public pieces whose name has one of the words in it, or a good part of one."""
    parts = {word[place : place + 2] for word in words for place in range(max(len(word) - 1, 1))}
    likely = _any_of("name", sorted(parts)[:MOST_PARTS])
    tags = Tag.objects.filter(likely, Exists(PublishedTag.objects.filter(tag=OuterRef("pk"))))[:50]
    best = sorted(tags, key=lambda tag: (-sum(part in tag.name.lower() for part in parts), len(tag.name)))
    return [Link(tag.name, addresses.address("tag", tag.slug)) for tag in best[:MOST_SUGGESTED]]


def reporters(words: tuple[str, ...]) -> list[Link]:
    """Reporters with a public page and a public piece whose name has one of the words in it, or is part of one."""
    credited = Exists(PublishedByline.objects.filter(reporter=OuterRef("pk")))
    names = {word[start : start + length] for word in words for length in NAME for start in range(len(word))}
    likely = _any_of("name", words) | Q(name__in=names)
    named = Reporter.objects.filter(likely, credited, is_confirmed=True, has_public_page=True)
    return [Link(reporter.name, addresses.address("reporter", reporter.pk)) for reporter in named[:MOST_SUGGESTED]]


def _any_of(column: str, words) -> Q:
    condition = Q(pk__in=[])
    for word in words:
        condition |= Q(**{f"{column}__icontains": word})
    return condition


class Suggestions(View):
    """What is proposed while somebody types: topics, reporters and headlines, of public pieces only."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        query = parse(request.GET.get("q", ""))
        found: list[dict] = []
        if query.phrases and not query.problem:
            public = Exists(PublishedTag.objects.filter(tag=OuterRef("pk")))
            tags = Tag.objects.filter(_all_of(query.phrases), public).order_by(Length("name"), "name")
            found += [
                _proposed(_("Topic"), tag.name, addresses.address("tag", tag.slug)) for tag in tags[:MOST_SUGGESTED]
            ]
            found += [_proposed(_("Author"), one.name, one.address) for one in reporters(query.phrases)]
            pieces = PublishedArticle.objects.in_bulk(finding.headlines(query, MOST_SUGGESTED))
            found += [
                _proposed("", piece.headline, piece.get_absolute_url())
                for piece in sorted(pieces.values(), key=lambda piece: (piece.public_date, piece.number), reverse=True)
            ]
        return JsonResponse({"suggestions": found}, json_dumps_params={"ensure_ascii": False})


def _all_of(words: tuple[str, ...]) -> Q:
    condition = Q()
    for word in words:
        condition &= Q(name__icontains=word)
    return condition


def _proposed(kind: str, name: str, address: str) -> dict:
    return {"kind": kind, "name": name, "address": address}
