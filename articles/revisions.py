"""Revisions: copying a working copy, what its digest covers, what a reader would see, what changed between two."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from articles import body as bodies
from articles import rewording, text_differences, workflow
from articles.models.content import CONTENT_FIELDS, Snapshot
from articles.models.newsroom import Article, Revision
from articles.models.published import PublishedArticle
from articles.models.record import Review
from articles.text_differences import TextDifference

#: What a signature covers, under labels that never change: a field that is added later does not touch old digests,
#: since only non-empty values count. Section, tags and the order on the page are placement (编务调整), not signed.
DIGEST_VERSION = "1"
DIGEST_LABELS: dict[str, str] = {
    name: name
    for name in (
        "genre", "kicker", "headline", "subheading", "dateline", "dateline_place", "event_date", "filed_date",
        "summary", "body", "source", "original_author", "original_title", "original_url", "printed_byline",
        "printed_byline_place", "issue_date", "page_label", "editor_in_charge", "proofread_by", "approved_by",
        "correction_kind", "correction_note", "credits", "photos",
    )
}  # fmt: skip

ADDRESS = re.compile(r'href="([^"]*)"')

#: Keys of the lists that are signed; the keys of rows are not: a merged reporter does not break a signature.
SIGNED_KEYS = {
    "credits": ("name", "standing", "role", "organisation"),
    "photos": ("sha256", "focal", "caption", "alt", "credit", "place"),
}


def digest(snapshot: Snapshot) -> str:
    """The version and the SHA-256 of what a signature on this revision covers."""
    said = {}
    for field, label in DIGEST_LABELS.items():
        value = getattr(snapshot, field)
        if field in SIGNED_KEYS:
            value = [{key: row.get(key) for key in SIGNED_KEYS[field] if row.get(key) != ""} for row in value]
        elif isinstance(value, date):
            value = value.isoformat()
        if value not in ("", None, []):
            said[label] = value
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{DIGEST_VERSION}:{hashlib.sha256(text.encode()).hexdigest()}"


def content_of(source) -> dict:
    """The shared columns of an article, revision or public row, by name."""
    return {name: getattr(source, name) for name in CONTENT_FIELDS}


def lists_of(article: Article) -> dict[str, list[dict]]:
    """The working copy's credits, photos and tags as the lists of a snapshot."""
    return {
        "credits": [
            {
                "reporter": row.reporter_id,
                "name": row.printed_name,
                "standing": row.standing,
                "role": row.role,
                "organisation": row.organisation,
            }
            for row in article.bylines.all()
        ],
        "photos": [
            {
                "photo": row.photo_id,
                "sha256": row.photo.sha256,
                "width": row.photo.width,
                "height": row.photo.height,
                "focal": [row.photo.focal_x, row.photo.focal_y],
                "caption": row.caption,
                "alt": row.alt_text,
                "credit": row.credit,
                "place": row.place,
            }
            for row in article.photos.select_related("photo")
        ],
        "tags": [
            {"tag": row.tag_id, "name": row.tag.name}
            for row in article.article_tags.select_related("tag").order_by("tag__name")
        ],
    }


def credit_columns(row: Mapping) -> dict:
    """A credit of a snapshot as the columns of a row; who it is stands for itself, since he may have been merged."""
    return {"printed_name": row["name"], **{name: row[name] for name in ("standing", "role", "organisation")}}


def picture_columns(row: Mapping) -> dict:
    """What a snapshot says of a picture, as the columns of a row."""
    return {"alt_text": row["alt"], **{name: row[name] for name in ("caption", "credit", "place")}}


def take(article: Article, *, status: str, at: datetime) -> Revision:
    """An unsaved revision of the working copy as it stands, without number and person.

    The body is sanitised here once more, whatever door it came in by: what is signed is what readers get.
    """
    columns = content_of(article) | lists_of(article)
    columns["body"] = bodies.sanitise(article.body)
    revision = Revision(
        article=article,
        section_id=article.section_id,
        status=status,
        at=at,
        correction_kind=article.correction_kind,
        correction_note=article.correction_note,
        **columns,
    )
    revision.digest = digest(revision)
    return revision


def says_the_same(old: Snapshot, new: Snapshot) -> bool:
    """Whether nothing at all differs, the placement included."""
    return (
        old.digest == new.digest
        and old.section_id == new.section_id
        and old.tags == new.tags
        and old.credits == new.credits
        and old.photos == new.photos
        and old.page_order == new.page_order
    )


# --- what a reader would see -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Signatures:
    """Names for 责任编辑, 校对 and 审核, from who signed."""

    editor_in_charge: str = ""
    proofread_by: str = ""
    approved_by: str = ""


def signatures(reviews: Iterable[Review]) -> Signatures:
    """Who is named on the piece after these reviews, oldest first."""
    reviews = list(reviews)
    signed = workflow.named(reviews)
    names = {review.by_id: review.by_name for review in reviews}

    def who(step: str) -> str:
        return "、".join(dict.fromkeys(names[pk] for pk in signed.get(step, ())))

    return Signatures(who("first_review"), who("proofread"), who("final_review"))


def public_date(revision: Snapshot, first_published_at: datetime) -> date:
    """The newspaper's date, else the day of the first release in the paper's time zone."""
    return revision.issue_date or timezone.localdate(first_published_at)


def compose(
    revision: Revision,
    *,
    now: datetime,
    signed: Signatures | None = None,
    public_date_fixed: date | None = None,
    first_published_at: datetime | None = None,
) -> PublishedArticle:
    """What a reader would see of this revision, unsaved. Nothing is taken from the working copy."""
    signed = signed or Signatures()
    first = first_published_at or now
    article = PublishedArticle(
        number=revision.article_id,
        section_id=revision.section_id,
        **content_of(revision),
        credits=revision.credits,
        photos=revision.photos,
        tags=revision.tags,
        public_date=public_date_fixed or public_date(revision, first),
        first_published_at=first,
        published_at=now,
    )
    article.editor_in_charge = revision.editor_in_charge or signed.editor_in_charge
    article.proofread_by = revision.proofread_by or signed.proofread_by
    article.approved_by = revision.approved_by or signed.approved_by
    return article


# --- differences -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FieldDifference:
    """One field that differs between two revisions, paragraph by paragraph."""

    field: str
    label: str
    lines: tuple[TextDifference, ...]


def lines_of(snapshot: Snapshot, field: str) -> list[str]:
    """A field as the lines that an editor would read."""
    value = getattr(snapshot, field)
    if field == "body":
        return bodies.plain_text(value).splitlines()
    if field == "credits":
        return [
            " ".join(filter(None, (row["organisation"], row["standing"], row["name"], row["role"]))) for row in value
        ]
    if field == "photos":
        return [_photo_line(row) for row in value]
    if field == "tags":
        return ["，".join(row["name"] for row in value)] if value else []
    if field == "section":
        return [str(snapshot.section)] if snapshot.section_id else []
    if field in {"genre", "correction_kind", "printed_byline_place"}:
        value = getattr(snapshot, f"get_{field}_display")()
    return str(value).splitlines() if value not in ("", None) else []


def _photo_line(row: Mapping) -> str:
    """A picture by its number in the library, whose file never changes: a digest would be compared letter by letter."""
    words = "；".join(filter(None, (row["caption"], row["alt"], row["credit"])))
    focal = f"{row['focal'][0]:.2f}, {row['focal'][1]:.2f}"
    return _("[picture %(number)s, after paragraph %(place)s, focus %(focal)s] %(words)s") % {
        "number": row["photo"],
        "place": row["place"],
        "focal": focal,
        "words": words,
    }


_LIST_LABELS = {"credits": "bylines", "photos": "photos", "tags": "tags"}
COMPARED = ("kicker", "headline", "subheading", "credits", "body", "photos", "correction_kind", "correction_note")


def label_of(field: str) -> str:
    """The field's name as the form shows it."""
    if field in ("credits", "photos"):
        return str(Article._meta.get_field(_LIST_LABELS[field]).related_model._meta.verbose_name_plural)
    return str(Article._meta.get_field(field).verbose_name)


def differences(old: Snapshot, new: Snapshot) -> tuple[FieldDifference, ...]:
    """Every field that differs, what matters most first."""
    fields = (*COMPARED, *(name for name in (*CONTENT_FIELDS, "section", "tags") if name not in COMPARED))
    found = []
    for field in fields:
        before, after = lines_of(old, field), lines_of(new, field)
        if before != after:
            lines = text_differences.paragraph_differences(before, after)
            found.append(FieldDifference(field, label_of(field), lines))
    return tuple(found)


def changed_facts(old: Snapshot, new: Snapshot) -> tuple[str, ...]:
    """What of this change is more than wording, as an editor reads it: fields, and places within body and summary."""
    fixed = ("kicker", "headline", "subheading", "credits", "dateline", "event_date", "filed_date", "issue_date",
             "source", "original_author", "original_title", "original_url", "photos", "genre", "printed_byline",
             "page_label", "editor_in_charge", "proofread_by", "approved_by")  # fmt: skip
    changed = [label_of(field) for field in fixed if lines_of(old, field) != lines_of(new, field)]
    for field in ("body", "summary"):
        before, after = "\n".join(lines_of(old, field)), "\n".join(lines_of(new, field))
        changed += (_told(field, fact) for fact in rewording.changed_facts(before, after))
    if ADDRESS.findall(old.body) != ADDRESS.findall(new.body):
        changed.append(_("the addresses of links"))
    return tuple(dict.fromkeys(changed))


def _told(field: str, fact: rewording.ChangedFact) -> str:
    where = _("Paragraph %(number)s") % {"number": fact.paragraph} if field == "body" else label_of(field)
    said = {"where": where, "before": fact.before, "after": fact.after}
    if not fact.after:
        return _("%(where)s of before, taken out: “%(before)s”") % said
    if not fact.before:
        return _("%(where)s, put in: “%(after)s”") % said
    return _("%(where)s: “%(before)s” became “%(after)s”") % said


def differs_beyond_layout(old: Snapshot, new: Snapshot) -> bool:
    """Whether the body says something else, spaces and the ends of lines and paragraphs aside."""
    return not text_differences.is_layout_only(bodies.plain_text(old.body), bodies.plain_text(new.body))


def differs_beyond_body(old: Snapshot, new: Snapshot) -> bool:
    """Whether anything that is signed differs, the body and the summary aside."""
    fields = [field for field in DIGEST_LABELS if field not in {"body", "summary"}]
    return any(lines_of(old, field) != lines_of(new, field) for field in fields)
