"""The readers' templates are made ready for speed, and write what Django's own way of rendering them writes."""

import datetime

import pytest
from django.template import Context, Engine
from django.template.loaders import cached
from django.utils.translation import gettext_lazy, override

from articles.models.content import Genre
from articles.models.shared import SiteSettings
from gazette import quick_templates
from tests.makers import make_reporter, make_section, make_tag
from tests.site.rows import make_public_rows

LIBRARIES = {
    "i18n": "django.templatetags.i18n",
    "static": "django.templatetags.static",
    "kept": "articles.templatetags.kept",
    "readers": "articles.templatetags.readers",
}
TEMPLATES = {
    "base.html": "{% load i18n %}<{% block a %}base{% endblock %}|{% block b %}{% block inner %}in{% endblock %}"
    "{% endblock %}>"
    "{% include 'site/part.html' with name='x' %}{% include 'site/part.html' %}",
    "site/part.html": "[{{ name }}]",
    "site/middle.html": "{% extends 'base.html' %}{% block a %}middle{% endblock %}",
    "site/leaf.html": "{% extends 'site/middle.html' %}{% block inner %}leaf {{ name }}{% endblock %}unseen",
}


class Row:
    """Something with attributes, a method and a property that fails."""

    name = "<行>"
    key = "attribute"

    def method(self) -> str:
        return "called & escaped"

    @property
    def broken(self) -> str:
        raise AttributeError("broken")


NAMES = {
    "name": "<甲>",
    "number": 12345,
    "half": 0.5,
    "nothing": None,
    "day": datetime.date(2026, 11, 20),
    "row": Row(),
    "said": {"key": "value", "items": "an entry", "inner": {"deep": "深"}},
    "list": ["a", "b"],
    "lazy": gettext_lazy("Section"),
    "yes": True,
    "pairs": [("a", "<b>")],
}

SNIPPETS = [
    "{{ name }} {{ name|safe }} {{ name|lower }} {{ missing }} {{ missing|default:'-' }} {{ nothing }} {{ yes }}",
    "{{ number }} {{ half }} {{ day }} {{ day|date:'Y-m-d' }} {{ lazy }} {{ row.name }} {{ row.method }}",
    "{{ said.key }} {{ said.items }} {{ said.inner.deep }} {{ said.missing }} {{ list.1 }} {{ list.7 }} {{ list }}",
    "{% autoescape off %}{{ name }}{{ row.name }}{% endautoescape %}",
    ("{% if missing %}1{% elif name == '<甲>' and not nothing %}2{% else %}3{% endif %}"
    "{% if row.broken or list %}4{% endif %}"),
    ("{% if yes %}a{% endif %}{% if not yes %}b{% else %}c{% endif %}{% if number > 5 %}d{% endif %}"
    "{% if missing == None %}e{% endif %}"),
    "{% for one in list %}{{ forloop.counter }}{{ one }}{% if not forloop.last %},{% endif %}{% endfor %}{{ one }}",
    ("{% for one in list %}{% for two in pairs %}{{ one }}{{ two.0 }}{{ forloop.parentloop.counter }}"
    "{% endfor %}{% endfor %}"),
    "{% for one in list %}{% if one == 'a' %}{{ one|add:name }}{% endif %}{% cycle 'x' 'y' %}{% endfor %}{{ one }}",
    "{% for one in list %}{{ one }}{% for two in pairs %}{{ two.1 }}{% endfor %}{% empty %}-{% endfor %}{{ one }}",
    ("{% for one in list reversed %}{{ one }}{% endfor %}{% for one in list %}"
    "{{ one|add:forloop.counter0 }}{% endfor %}"),
    "{% for one in missing %}x{% empty %}none{% endfor %}{% for a, b in pairs %}{{ a }}{{ b }}{% endfor %}",
    "{% with other=row.name %}{{ other }}{% endwith %}{{ other }}",
    ("{% url 'site:home' %} {% url 'site:section' name %} {% url 'site:year' 2026 as way %}{{ way }} "
    "{% static 'site/icon.png' %}"),
    "{% translate 'Front page' %} {% translate name %} {% translate 'Search' as word %}{{ word }}",
    ("{% blocktranslate with who=name %}Published by "
    "{{ who }}{% endblocktranslate %}{# a remark #}{% comment %}x{% endcomment %}"),
    ("{% kept by name number %}{{ name }}{{ number }}{% endkept %}{% kept by name number %}again "
    "{{ name }}{% endkept %}"),
]  # fmt: skip


def engine(*, is_quick: bool, **more: str) -> Engine:
    loader = "gazette.quick_templates.Loader" if is_quick else "django.template.loaders.cached.Loader"
    loaders = [(loader, [("django.template.loaders.locmem.Loader", {**TEMPLATES, **more})])]
    return Engine(loaders=loaders, libraries=LIBRARIES)


def both(name: str, source: str = "") -> tuple[str, str]:
    """What each way writes, the second time: nothing may have been used up."""
    written = []
    for is_quick in (True, False):
        template = engine(is_quick=is_quick, **{"site/snippet.html": source}).get_template(name)
        template.render(Context(NAMES))
        written.append(template.render(Context(NAMES)))
    return tuple(written)


@pytest.mark.parametrize("snippet", SNIPPETS)
def test_a_template_writes_what_django_writes(snippet):
    quick, djangos = both("site/snippet.html", "{% load i18n kept static %}" + snippet)

    assert quick == djangos


def test_blocks_of_three_templates_find_their_places():
    quick, djangos = both("site/leaf.html")

    assert quick == djangos == "<middle|leaf &lt;甲&gt;>[x][&lt;甲&gt;]"


def test_readers_get_the_papers_language_whoever_has_the_page_rendered():
    source = "{% load i18n %}{% translate 'Front page' %}"
    with override("en"):
        quick, djangos = both("site/snippet.html", source)

    assert (quick, djangos) == ("首页", "Front page")


def test_a_template_of_the_newsroom_may_extend_one_of_the_readers():
    source = "{% extends 'site/middle.html' %}{% block b %}desk{% endblock %}"
    template = engine(is_quick=True, **{"admin/x.html": source}).get_template("admin/x.html")

    assert template.render(Context(NAMES)).startswith("<middle|desk>")


def test_what_is_kept_changes_with_the_values_that_it_is_kept_by():
    source = "{% load kept %}{% kept by paper %}{{ paper.name }}{% endkept %}"
    template = engine(is_quick=True, **{"site/snippet.html": source}).get_template("site/snippet.html")
    written = [template.render(Context({"paper": SiteSettings(pk=1, name=name)})) for name in ("甲报", "乙报", "甲报")]

    assert written == ["甲报", "乙报", "甲报"]


@pytest.fixture
def addresses(db) -> list[str]:
    section, reporter, tag = make_section(), make_reporter(), make_tag("防汛")
    rows = make_public_rows(12, section=section, reporter=reporter, tag=tag)
    rows[0].genre, rows[0].kicker, rows[0].subheading = Genre.PICTURES, "“引题”", "副题 <b>"
    rows[0].save()
    day = rows[0].public_date
    return [
        *(row.get_absolute_url() for row in rows[:3]),
        *("/", f"/sections/{section.slug}/", f"/tags/{tag.slug}/", f"/reporters/{reporter.pk}/", "/about/"),
        *("/corrections/", f"/{day:%Y}/", f"/{day:%Y/%m}/", f"/{day:%Y/%m/%d}/", f"/issues/{day}/", "/search/"),
        *("/search/?q=防汛", "/no-such-page/", "/feed.atom", "/sitemap.xml", "/sitemap-news.xml", "/robots.txt"),
    ]


def test_every_page_has_the_words_that_djangos_own_loader_gives_it(client, addresses, monkeypatch):
    quick = {address: client.get(address).content.decode() for address in addresses}
    monkeypatch.setattr(quick_templates.Loader, "get_template", cached.Loader.get_template)

    assert quick == {address: client.get(address).content.decode() for address in addresses}
