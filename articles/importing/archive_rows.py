"""The rows of an archive's pieces, for all the tables that a piece is written into, in bulk."""

import json
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache

from django.utils import timezone

from articles.importing import prepared
from articles.importing.bulk import Table, day, moment
from articles.importing.prepared import Prepared
from articles.models.imports import Remark
from articles.models.newsroom import Article, ArticleByline, ArticlePhoto, ArticleTag, LikenessBand, Revision
from articles.models.published import PublishedArticle, PublishedByline, PublishedPhoto, PublishedTag
from articles.models.record import Publication
from articles.search import documents
from articles.workflow import PublicState, Status

NOON = time(12)


@dataclass(frozen=True, slots=True)
class Placed:
    """The names of a piece with the keys that they have in this house."""

    section: int
    order: int | None
    credits: list[dict]
    tags: list[dict]
    photos: list[dict]

    @property
    def tag_names(self) -> tuple[str, ...]:
        return tuple(tag["name"] for tag in self.tags)

    @property
    def labels(self) -> str:
        return documents.labels(self, self.section)


class Tables:
    """The tables that a piece is written into, newsroom first, and the rows that wait for them."""

    def __init__(self) -> None:
        self.article, self.revision = Table(Article), Table(Revision)
        self.byline, self.tag, self.remark, self.publication = (
            Table(model, has_key=False) for model in (ArticleByline, ArticleTag, Remark, Publication)
        )
        self.photo, self.public_photo = Table(ArticlePhoto, has_key=False), Table(PublishedPhoto, has_key=False)
        self.band = Table(LikenessBand)
        self.at = None  # the moment of the import, as the driver takes it
        self.public = Table(PublishedArticle)
        self.public_byline, self.public_tag = Table(PublishedByline, has_key=False), Table(PublishedTag, has_key=False)
        self.rows: dict[Table, list[tuple]] = {
            table: []
            for table in (self.article, self.byline, self.tag, self.photo, self.remark, self.band, self.revision,
                          self.publication, self.public, self.public_byline, self.public_tag, self.public_photo)
        }  # fmt: skip

    def add(
        self, piece: Prepared, placed: Placed, *, number: int, revision: int, digest: str, batch: int, by: int
    ) -> None:
        """All rows of one piece."""
        issue_date = piece.columns["issue_date"]
        at, first = self.at, _noon(issue_date)
        dates = {name: day(piece.columns[name]) for name in ("event_date", "filed_date", "issue_date")}
        content = {**piece.columns, **dates, "page_order": placed.order, "section_id": placed.section}
        lists = {
            "credits": json.dumps(placed.credits, ensure_ascii=False),
            "tags": json.dumps(placed.tags, ensure_ascii=False),
            "photos": json.dumps(placed.photos, ensure_ascii=False),
        }
        self._add(self.article, content, number=number, status=Status.PUBLISHED, public_state=PublicState.LIVE,
                  current_revision_id=revision, created_at=at, waiting_since=at, public_date=dates["issue_date"],
                  first_published_at=first, batch_id=batch, import_ref=piece.references[0],
                  source_lines=json.dumps(piece.lines))  # fmt: skip
        self._add(self.revision, content | lists, id=revision, article_id=number, number=1, status=Status.PUBLISHED,
                  is_import=True, by_id=by, at=at, digest=digest)  # fmt: skip
        self._add(self.publication, article_id=number, revision_id=revision, batch_id=batch, at=at)
        self._add(self.public, content | lists, number=number, public_date=dates["issue_date"],
                  first_published_at=first, published_at=at, is_archive=True)  # fmt: skip
        for position, credit in enumerate(placed.credits):
            columns = {
                "article_id": number,
                "position": position,
                "public_date": dates["issue_date"],
                "reporter_id": credit["reporter"],
                **{column: credit[key] for key, column in prepared.CREDIT.items()},
            }
            self._add(self.byline, columns)
            self._add(self.public_byline, columns)
        for tag in placed.tags:
            columns = {"tag_id": tag["tag"], "content_object_id": number, "public_date": dates["issue_date"]}
            self._add(self.tag, columns)
            self._add(self.public_tag, columns)
        for position, photo in enumerate(placed.photos):
            words = {"caption": photo["caption"], "alt_text": photo["alt"], "credit": photo["credit"]}
            columns = {"article_id": number, "position": position, "place": photo["place"], **words}
            self._add(self.photo, columns, photo_id=photo["photo"])
            shown = {name: photo[name] for name in ("sha256", "width", "height")}
            focal_x, focal_y = photo["focal"]
            self._add(self.public_photo, columns | shown, focal_x=focal_x, focal_y=focal_y)
        self.rows[self.band] += [(value, number) for value in piece.bands]
        for remark in piece.remarks:
            self._add(self.remark, article_id=number, code=remark.code, params=json.dumps(dict(remark.params)),
                      alternatives=json.dumps(remark.alternatives), first_line=min(remark.lines, default=None),
                      last_line=max(remark.lines, default=None))  # fmt: skip

    def write(self) -> None:
        """Write all rows that wait, table by table."""
        for table, rows in self.rows.items():
            if rows:
                table.write(rows)
                rows.clear()

    def _add(self, table: Table, columns: dict | None = None, **more: object) -> None:
        self.rows[table].append(table.row({**(columns or {}), **more}))


@lru_cache(maxsize=64)
def _noon(issue_date: date) -> object:
    """The noon of a day in the paper's time zone, as the driver takes it."""
    return moment(datetime.combine(issue_date, NOON, timezone.get_default_timezone()))
