"""What the copy desk's checks say of a piece as the database has it: the glue between models and `proofing`."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.translation import gettext as _

from articles.models.newsroom import Article, ArticleByline, ArticlePhoto
from articles.proofing import checking, lists, mending, sentences, words
from articles.proofing.records import Finding, ForbiddenWord, Kind, Lists, Picture, ProofText, TextField

#: The fields of a piece that hold words for readers, in the order of the form, and what each is.
FIELDS: dict[str, Kind] = {
    "kicker": Kind.HEADLINE,
    "headline": Kind.HEADLINE,
    "subheading": Kind.HEADLINE,
    "body": Kind.TEXT,
    "summary": Kind.TEXT,
    "correction_note": Kind.TEXT,
    "dateline": Kind.BYLINE,
    "printed_byline": Kind.BYLINE,
}
#: The words of a picture.
PICTURE_FIELDS: dict[str, Kind] = {"caption": Kind.CAPTION, "alt_text": Kind.CAPTION, "credit": Kind.BYLINE}
#: Characters in the role of a credit that say: for the pictures.
OF_PICTURES = ("图", "摄", "照片", "视频")


def of(article: Article, *, today: date, known: Lists | None = None) -> tuple[Finding, ...]:
    """Every finding on the working copy, in a constant number of statements; `known` are lists that were loaded."""
    piece = proof_text(article, article.bylines.all(), numbered(article.photos.all()))
    return checking.check(piece, lists=known or lists.load(), today=today)


def numbered(photos: Iterable[ArticlePhoto]) -> dict[str, ArticlePhoto]:
    """The pictures of a piece by the names that the form gives their rows: photos-0, photos-1."""
    return {f"photos-{number}": row for number, row in enumerate(photos)}


def proof_text(article: Article, credits: Iterable[ArticleByline], photos: Mapping[str, ArticlePhoto]) -> ProofText:
    """A piece as the checks read it; nothing of it needs to be saved. `photos` are rows by the names of the form."""
    credits = list(credits)
    fields = [_field(name, kind, getattr(article, name)) for name, kind in FIELDS.items()]
    pictures = []
    for name, row in photos.items():
        pictures.append(Picture(name, row.caption, row.alt_text, row.credit))
        fields += [_field(f"{name}-{part}", kind, getattr(row, part)) for part, kind in PICTURE_FIELDS.items()]
    roles = "".join(row.role for row in credits) + article.printed_byline
    return ProofText(
        fields=tuple(field for field in fields if field.paragraphs),
        pictures=tuple(pictures),
        has_credit=bool(credits or article.source.strip() or article.printed_byline.strip()),
        credits_pictures=any(mark in roles for mark in OF_PICTURES),
        page=article.page_label.strip(),
        section=article.section_id,
        issue_date=article.issue_date,
        event_date=article.event_date,
        filed_date=article.filed_date,
    )


def _field(name: str, kind: Kind, text: str) -> TextField:
    """A field with its paragraphs; their order and places are those that `mending` counts by."""
    if name == "body":
        return TextField(name, tuple(one.text for one in mending.paragraphs(text)), kind)
    return TextField(name, (text,) if text.strip() else (), kind)


def forbidden(
    article: Article,
    credits: Iterable[ArticleByline],
    photos: Iterable[ArticlePhoto],
    listed: tuple[ForbiddenWord, ...],
) -> tuple[str, ...]:
    """The words of the list that the piece holds, each once."""
    if not listed:
        return ()
    found = words.find_forbidden(proof_text(article, credits, numbered(photos)), listed)
    return tuple(dict.fromkeys(finding.quote for finding in found))


def sentence(finding: Finding) -> str:
    """What a finding says, in the reader's language."""
    return _(sentences.SENTENCES[finding.code]) % dict(finding.params)
