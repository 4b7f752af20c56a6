"""Makers: each makes the smallest true thing, through the newsroom's own verbs, and says what it made.

What a test is about is written in the test; everything else is made up here.
"""

import io
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from PIL import Image

from articles import editing, photos
from articles import tags as typed_tags
from articles.models.imports import ImportBatch
from articles.models.newsroom import Article, ArticleByline, ArticlePhoto
from articles.models.shared import Photo, Section, Tag
from articles.workflow import Status
from staff.models import Reporter, User
from tests.cast import hire

BODY = "<p>昨天上午，长椿路社区的新食堂开张，一百二十位老人在这里吃上了午饭。</p><p>一份两荤一素，十元。</p>"

#: The steps that take a draft to a status, with the attribute of the cast who takes each.
WAY: dict[Status, tuple[tuple[str, str], ...]] = {
    Status.DRAFT: (),
    Status.FIRST_REVIEW: (("submit", "li"),),
    Status.SECOND_REVIEW: (("first_review", "wang"),),
    Status.FINAL_REVIEW: (("second_review", "chen"),),
    Status.PROOF: (("final_review", "zhao"),),
    Status.READY: (("proofread", "qian"),),
    Status.PUBLISHED: (("release", "zhao"),),
}


def make_section(name: str = "要闻", slug: str = "news") -> Section:
    return Section.objects.get_or_create(slug=slug, defaults={"name": name})[0]


def make_reporter(name: str = "周明远", **columns) -> Reporter:
    return Reporter.objects.get_or_create(name=name, **columns)[0]


def make_tag(name: str) -> Tag:
    return Tag.objects.get_or_create(name=name)[0]


def picture_file(width: int = 640, height: int = 480, colour: str = "steelblue", kind: str = "JPEG") -> io.BytesIO:
    """The file of a plain picture, as a camera would hand it over."""
    file = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(file, kind)
    file.name = f"{colour}.{kind.lower()}"
    file.seek(0)
    return file


def make_photo(colour: str = "steelblue", *, width: int = 640, height: int = 480, **columns) -> Photo:
    """A photo of the library, its file and its renditions in the private storage; one a colour and size."""
    picture = photos.read_upload(picture_file(width, height, colour))
    if found := Photo.objects.filter(sha256=picture.sha256).first():
        return found
    name = photos.keep_original(picture)
    photo = Photo.objects.create(
        file=name, sha256=picture.sha256, width=picture.width, height=picture.height, **columns
    )
    with photo.file.open() as original:
        photos.make_renditions(original, photo.sha256, (photo.focal_x, photo.focal_y))
    return photo


def make_draft(
    headline: str = "长椿路社区食堂开张",
    *,
    by: User | None = None,
    body: str = BODY,
    credits: Iterable[str | Mapping] = ("周明远",),
    tags: str = "",
    pictures: Iterable[Photo] = (),
    **columns,
) -> Article:
    """A complete draft with its first revision, typed in by 小李 unless `by` says otherwise.

    A credit is a name, whose reporter is made, or the columns of a row. `tags` is as typed: "党建，防汛".
    """
    by = by or hire().li
    columns.setdefault("section", make_section())
    with transaction.atomic():
        article = Article.objects.create(headline=headline, body=body, created_by=by, **columns)
        _write_rows(article, credits=credits, tags=tags, pictures=pictures)
        editing.keep_revision(article, by=by)
    return article


def make_printed(
    headline: str = "长椿路社区食堂开张",
    *,
    body: str = BODY,
    credits: Iterable[str | Mapping] = ("周明远",),
    tags: str = "",
    pictures: Iterable[Photo] = (),
    **columns,
) -> Article:
    """An imported piece of a page that is printed already: it waits for its check against print."""
    now = timezone.now()
    columns.setdefault("section", make_section())
    with transaction.atomic():
        batch = ImportBatch.objects.create(
            file_name="A01.txt",
            sha256="0" * 64,
            is_printed=True,
            print_released_by="老赵",
            print_released_on=timezone.localdate(now),
            at=now,
        )
        article = Article.objects.create(
            headline=headline, body=body, status=Status.PRINT_CHECK, is_printed=True, batch=batch, **columns
        )
        _write_rows(article, credits=credits, tags=tags, pictures=pictures)
        editing.keep_revision(article, by=None, is_import=True)
    return article


def make_piece_at(status: Status, headline: str = "长椿路社区食堂开张", *, now: datetime | None = None,
                  **draft) -> Article:  # fmt: skip
    """A piece that the cast has brought to this status, step by step; `draft` is what `make_draft` takes."""
    if status == Status.PRINT_CHECK:
        return make_printed(headline, **draft)
    article = make_draft(headline, **draft)
    if status == Status.REJECTED:
        return advance(article, "reject", by=hire().chen, note="不用。", now=now)
    if status == Status.SCHEDULED:
        at = (now or timezone.now()) + timedelta(hours=1)
        return advance(take_to(Status.READY, article, now=now), "release", by=hire().zhao, at=at, now=now)
    if status == Status.WITHDRAWN:
        return advance(take_to(Status.PUBLISHED, article, now=now), "withdraw", by=hire().zhao, note="撤下。", now=now)
    return take_to(status, article, now=now)


def make_published(headline: str = "长椿路社区食堂开张", *, now: datetime | None = None, **draft) -> Article:
    """A piece that readers see, released by 老赵 after all steps."""
    return make_piece_at(Status.PUBLISHED, headline, now=now, **draft)


def take_to(status: Status, article: Article, *, now: datetime | None = None) -> Article:
    """Bring a piece from where it is to this status on the normal way; who entered a draft submits it."""
    cast = hire()
    route = list(WAY)
    for target in route[route.index(Status(article.status)) + 1 : route.index(status) + 1]:
        for step, who in WAY[target]:
            by = article.created_by if step == "submit" and article.created_by else getattr(cast, who)
            # Whoever passes a final review has seen what the checks point out.
            advance(article, step, by=by, now=now, acknowledged=step == "final_review")
    return article


def advance(article: Article, step: str, *, by: User, **options) -> Article:
    """Take a step on the piece as it is, and give the piece as it is then."""
    article.refresh_from_db()
    if step == "send_back":
        options.setdefault("code", "other")
    editing.advance(article, step, by=by, seen=article.current_revision_id, **options)
    article.refresh_from_db()
    return article


def _write_rows(article: Article, *, credits: Iterable[str | Mapping] = (), tags: str = "",
                pictures: Iterable[Photo] = ()) -> None:  # fmt: skip
    for position, credit in enumerate(credits):
        row = {"reporter": make_reporter(credit), "printed_name": credit} if isinstance(credit, str) else credit
        ArticleByline.objects.create(article=article, position=position, **row)
    article.tags.add(*typed_tags.from_string(tags))
    for position, photo in enumerate(pictures):
        ArticlePhoto.objects.create(
            article=article,
            position=position,
            photo=photo,
            caption=photo.caption or "食堂里坐满了人。",
            alt_text=photo.alt_text or "老人在食堂吃饭",
        )
