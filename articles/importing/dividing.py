"""The pieces of an import divided otherwise: one goes into the piece before it, or another begins at a subhead.

Nothing is lost on the way: what the piece that stays has no place for becomes a remark that holds it. Both pieces are
found again by the places of their file (`ImportAlias`), so importing the file once more changes nothing.

Dividing is no authorship: while the text is what was imported, what comes of it is kept as an import, too, and a
printed page can still be checked against print.
"""

import html

from articles import body as bodies
from articles import duplicates, editing, revisions
from articles.importing.split import LINE_END
from articles.importing.untouched import WAITING, remove
from articles.models.content import BylinePlace, Genre
from articles.models.imports import ImportAlias, Remark
from articles.models.newsroom import Article, ArticleTag
from staff.models import User

#: Facts that a piece has once: two pieces that become one may disagree on them.
ONCE = (
    "event_date", "filed_date", "summary", "source", "original_author", "original_title", "original_url", "section",
    "issue_date", "page_label", "editor_in_charge", "proofread_by", "approved_by",
)  # fmt: skip


def says_what_was_imported(article: Article) -> bool:
    """Whether nobody has acted on the piece, and its text is that of its newest import, layout aside."""
    imported = article.revisions.filter(is_import=True).order_by("-number").first()
    if article.status not in WAITING or imported is None or article.reviews.exists():
        return False
    return not revisions.differs_beyond_layout(imported, article.current_revision)


def join_into(before: Article, article: Article, *, by: User) -> None:
    """Let `article` be a section of the piece before it, under its headline as a subhead. Both are locked."""
    is_repair = says_what_was_imported(before) and says_what_was_imported(article)
    section = _as_section(article)
    at = len(bodies.blocks(before.body)) + len(bodies.blocks(section)) - len(bodies.blocks(article.body))
    before.body = bodies.sanitise(before.body + section)
    before.source_lines = [*before.source_lines[:1], *article.source_lines[1:]]
    _take_once(before, article)
    _take_byline(before, article)
    _take_credits(before, article)
    _take_photos(before, article, at=at)
    known = before.article_tags.values_list("tag", flat=True)
    ArticleTag.objects.filter(content_object=article).exclude(tag__in=list(known)).update(content_object=before)
    _take_remarks(before, article)
    article.import_aliases.update(article=before)
    if article.import_ref:
        ImportAlias.objects.create(ref=article.import_ref, article=before)
    remove(article)
    before.save()
    editing.keep_revision(before, by=by, is_import=is_repair)


def _as_section(article: Article) -> str:
    """The piece as blocks below a subhead: its headline group, its dateline run in, its body."""
    heads = [text for text in (article.kicker, article.headline, article.subheading) if text.strip()]
    body = article.body
    dateline = html.escape(article.dateline.strip(), quote=False)
    if dateline and body.startswith("<p>"):
        body = f"<p>{dateline} {body.removeprefix('<p>').removeprefix(dateline).lstrip()}"
    elif dateline:
        body = f"<p>{dateline}</p>{body}"
    return bodies.sanitise("".join(f"<h2>{html.escape(text, quote=False)}</h2>" for text in heads) + body)


def _take_once(before: Article, article: Article) -> None:
    for name in ONCE:
        own, other = getattr(before, name), getattr(article, name)
        if other and not own:
            setattr(before, name, other)
        elif other and other != own:
            _note(before, article, name, str(other))
    if article.genre not in {before.genre, Genre.NEWS}:
        _note(before, article, "genre", article.get_genre_display())


def _note(before: Article, article: Article, field: str, text: str) -> None:
    params = {"number": article.pk, "field": field, "text": text}
    first, last = article.source_lines or (None, None)
    Remark.objects.create(article=before, code="had_besides", params=params, first_line=first, last_line=last)


def _take_byline(before: Article, article: Article) -> None:
    whole = "\n".join(filter(None, (before.printed_byline, article.printed_byline)))
    longest = Article._meta.get_field("printed_byline").max_length
    before.printed_byline_place = before.printed_byline_place or article.printed_byline_place
    before.printed_byline = whole[:longest]
    if len(whole) > longest:
        remark_too_long(before, "printed_byline", whole)


def remark_too_long(article: Article, field: str, text: str) -> None:
    """Remark on what does not fit into a column, with the whole text."""
    params = {"field": field, "most": Article._meta.get_field(field).max_length, "text": text}
    Remark.objects.create(article=article, code="too_long", params=params, first_line=article.source_lines[0])


def _take_credits(before: Article, article: Article) -> None:
    rows = list(before.bylines.all())
    last = max((row.position for row in rows), default=-1)
    for row in article.bylines.all():
        if any(_says_as_much(known, row) for known in rows):
            continue
        last += 1
        row.article, row.position = before, last
        row.save(update_fields=["article", "position"])
        rows.append(row)


def _says_as_much(known, row) -> bool:
    """Whether a credit says all that another one says."""
    if known.printed_name != row.printed_name or (row.reporter_id and row.reporter_id != known.reporter_id):
        return False
    return all(getattr(row, name) in {"", getattr(known, name)} for name in ("standing", "role", "organisation"))


def _take_photos(before: Article, article: Article, *, at: int) -> None:
    last = max((row.position for row in before.photos.all()), default=-1)
    for row in article.photos.all():
        last += 1
        row.article, row.position, row.place = before, last, at + row.place
        row.save(update_fields=["article", "position", "place"])


def _take_remarks(before: Article, article: Article) -> None:
    """Its remarks, settled ones too; who was told that something is like it is told the piece that it is in now."""
    numbers = {before.pk, article.pk}
    about_one_another = Remark.objects.filter(code=duplicates.CODE, params__number__in=list(numbers))
    about_one_another.filter(article__in=numbers).delete()
    for remark in Remark.objects.filter(code=duplicates.CODE, params__number=article.pk):
        remark.params = {**remark.params, "number": before.pk, "headline": before.headline}
        remark.save(update_fields=["params"])
    article.remarks.update(article=before)


def begin_piece(article: Article, *, at: int, line: int, by: User) -> Article:
    """Let another piece begin at this block of the body, a subhead, which stands in this line of the source."""
    is_repair = says_what_was_imported(article)
    blocks = bodies.blocks(article.body)
    heading = " ".join(blocks[at].text.split("\n"))
    other = Article.objects.create(
        headline=heading[: Article._meta.get_field("headline").max_length],
        body="".join(block.html for block in blocks[at + 1 :]),
        status=article.status,
        is_printed=article.is_printed,
        created_by=article.created_by,
        batch=article.batch,
        section=article.section,
        issue_date=article.issue_date,
        page_label=article.page_label,
        page_order=(article.page_order or 0) + 1,
        source_lines=[line, article.source_lines[1]],
    )
    if other.headline != heading:
        remark_too_long(other, "headline", heading)
    for row in article.photos.filter(place__gt=at):
        row.article, row.place = other, row.place - at - 1
        row.save(update_fields=["article", "place"])
    if article.printed_byline and article.printed_byline_place == BylinePlace.END:
        Remark.objects.create(article=article, code="byline_for_which_piece", first_line=article.source_lines[1])
    article.remarks.filter(settled_at__isnull=True, first_line__gt=line).exclude(code="byline_for_which_piece").update(
        article=other
    )
    if article.import_ref:
        ImportAlias.objects.get_or_create(ref=article.import_ref, defaults={"article": article})
        ImportAlias.objects.create(ref=f"{article.import_ref}+{other.pk}", article=other)
    article.body = "".join(block.html for block in blocks[:at])
    article.source_lines = [article.source_lines[0], line - 1]
    article.save()
    editing.keep_revision(article, by=by, is_import=is_repair)
    editing.keep_revision(other, by=by, is_import=is_repair)
    return other


def heading_at(article: Article, line: int | None) -> int | None:
    """Which block of the body is the subhead that stands in this line of the source; None where none is."""
    lines = LINE_END.split(article.batch.text) if article.batch else []
    if line is None or not 0 < line <= len(lines):
        return None
    letters = "".join(lines[line - 1].split())
    for index, block in enumerate(bodies.blocks(article.body)):
        if index and block.kind in {"h2", "h3"} and "".join(block.text.split()).startswith(letters):
            return index
    return None


def piece_before(article: Article) -> Article | None:
    """The piece before this one in its import."""
    if not article.batch_id or not article.source_lines:
        return None
    pieces = sorted(
        Article.objects.filter(batch=article.batch_id).exclude(source_lines=[]).only("source_lines"),
        key=lambda one: one.source_lines,
    )
    place = next((index for index, one in enumerate(pieces) if one.pk == article.pk), 0)
    return Article.objects.get(pk=pieces[place - 1].pk) if place else None
