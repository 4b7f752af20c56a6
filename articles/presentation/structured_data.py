"""What machines read of a page: JSON-LD in the vocabulary of schema.org, after Google's guidelines for articles."""

import json
from collections.abc import Mapping
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles import body as bodies
from articles.models.published import PublishedArticle
from articles.models.shared import SiteSettings
from articles.presentation.addresses import absolute, address, of_file
from articles.presentation.pictures import Picture
from articles.presentation.piece import Piece
from articles.templatetags.readers import moment
from staff.models import Reporter

LANGUAGE = "zh-Hans-CN"
JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
ESCAPES = ((">", "\\u003E"), ("<", "\\u003C"), ("&", "\\u0026"))


def as_script(graph: list[dict]) -> SafeString:
    """The nodes as the text of a script element: nothing in it can end the element or begin another."""
    text = JSON.encode({"@context": "https://schema.org", "@graph": graph})
    for character, escape in ESCAPES:  # str.translate takes fifty times as long for Chinese
        text = text.replace(character, escape)
    return SafeString(text)


def organisation(paper: SiteSettings) -> dict:
    """The newspaper as the publisher of everything here."""
    node = {
        "@type": "NewsMediaOrganization",
        "@id": absolute("/#paper"),
        "name": paper.name,
        "url": absolute(address("home")),
        "logo": {"@type": "ImageObject", "url": absolute(of_file("site/icon.png")), "width": 512, "height": 512},
        "correctionsPolicy": absolute(address("corrections")),
        "masthead": absolute(address("about")),
    }
    told = {"telephone": paper.telephone, "email": paper.email, "address": paper.address}
    return node | {name: value for name, value in told.items() if value}


def home_graph(paper: SiteSettings) -> list[dict]:
    """The nodes of the home page."""
    site = {
        "@type": "WebSite",
        "@id": absolute("/#site"),
        "name": paper.name,
        "url": absolute(address("home")),
        "inLanguage": LANGUAGE,
        "publisher": {"@id": absolute("/#paper")},
    }
    return [organisation(paper), site]


def breadcrumbs(*steps: tuple[str, str]) -> dict:
    """The way from the home page, as (name, absolute address or "" for the page itself)."""
    items = []
    for position, (name, place) in enumerate(((_("Home"), absolute(address("home"))), *steps), start=1):
        item = {"@type": "ListItem", "position": position, "name": name}
        items.append(item | {"item": place} if place else item)
    return {"@type": "BreadcrumbList", "itemListElement": items}


def issue(paper: SiteSettings, today: date) -> dict:
    """The node of a printed issue."""
    return {
        "@type": "PublicationIssue",
        "datePublished": today.isoformat(),
        "isPartOf": {"@type": "Newspaper", "name": paper.name},
    }


def article_graph(article: PublishedArticle, piece: Piece, paper: SiteSettings) -> list[dict]:
    """The nodes of an article's page."""
    node = {
        "@type": "NewsArticle",
        "@id": f"{piece.address}#article",
        "mainEntityOfPage": piece.address,
        "headline": article.headline,
        "inLanguage": LANGUAGE,
        "datePublished": _first_published(article),
        "dateModified": moment(article.published_at),
        "author": authors(article, piece.reporters),
        "publisher": {"@id": absolute("/#paper")},
        "isAccessibleForFree": True,
        "wordCount": bodies.character_count(article.body),
        "description": piece.description,
    }
    if article.subheading:
        node["alternativeHeadline"] = article.subheading
    if piece.section:
        node["articleSection"] = piece.section.name
    if article.dateline:
        node["dateline"] = article.dateline
    if article.editor_in_charge:
        node["editor"] = {"@type": "Person", "name": article.editor_in_charge}
    if piece.tags:
        node["keywords"] = [tag.name for tag in piece.tags]
    if article.page_label and article.issue_date:
        node["printPage"] = article.page_label
        node["isPartOf"] = issue(paper, article.issue_date)
    if article.original_url:
        node["isBasedOn"] = article.original_url
    if piece.pictures:
        node["image"] = [_image(picture) for picture in piece.pictures]
    elif piece.card:
        node["image"] = [piece.card]
    if piece.notes:
        node["correction"] = [
            {"@type": "CorrectionComment", "text": note.text, "datePublished": moment(note.at)} for note in piece.notes
        ]
    way = [(piece.section.name, absolute(piece.section.address))] if piece.section else []
    return [organisation(paper), node, breadcrumbs(*way, (article.headline, ""))]


def _first_published(article: PublishedArticle) -> str:
    """An archive came online long after its day: then the day is what counts."""
    if article.is_archive:
        return article.public_date.isoformat()
    return moment(article.first_published_at)


def authors(article: PublishedArticle, addresses: Mapping[int, str]) -> list[dict]:
    """Who is credited; of a reprint whoever wrote it; else the source, and the paper only where nobody is named."""
    if article.credits:
        return [_person(credit, addresses) for credit in article.credits]
    if article.original_author:
        return [{"@type": "Person", "name": article.original_author}]
    if article.source:
        return [{"@type": "Organization", "name": article.source}]
    return [{"@id": absolute("/#paper")}]


def profile(reporter: Reporter) -> dict:
    """The node of a reporter's page."""
    person = {"@type": "Person", "name": reporter.name, "url": absolute(address("reporter", reporter.pk))}
    if reporter.biography:
        person["description"] = reporter.biography
    if reporter.organisation:
        person["affiliation"] = {"@type": "Organization", "name": reporter.organisation}
    return {"@type": "ProfilePage", "mainEntity": person}


def _person(credit: dict, addresses: Mapping[int, str]) -> dict:
    person = {"@type": "Person", "name": credit["name"]}
    if credit["reporter"] in addresses:
        person["url"] = absolute(addresses[credit["reporter"]])
    if credit["standing"]:
        person["jobTitle"] = credit["standing"]
    if credit["organisation"]:
        person["affiliation"] = {"@type": "Organization", "name": credit["organisation"]}
    return person


def _image(picture: Picture) -> dict:
    node = {"@type": "ImageObject", "url": absolute(picture.largest), "width": picture.width, "height": picture.height}
    told = {"caption": picture.caption, "creditText": picture.credit}
    return node | {name: value for name, value in told.items() if value}
