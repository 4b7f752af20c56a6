"""What readers see. These rows exist exactly while a piece is public, so no reader's query needs a filter for safety.

Written by `publishing` alone. A row holds what was signed, as signed: the columns of the text, and in its lists the
credits, photos and tags with the keys of the shared rows, so that an article page needs no other row. The child rows
are for lists and counts. Credits and tags repeat the public date of their piece, which never changes once it is public:
whoever writes these rows in bulk writes it too (`publishing.children` does).
"""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase

from articles.models.content import Snapshot, plausible
from articles.models.shared import Section, Tag
from staff.models import Reporter


class PublishedArticleQuerySet(models.QuerySet):
    def newest_first(self) -> "PublishedArticleQuerySet":
        """By the newspaper's date, then by page and place on it, then web-only pieces by time."""
        return self.order_by(
            "-public_date", models.F("page_label").asc(), models.F("page_order").asc(nulls_last=True), "-number"
        )

    def latest(self) -> "PublishedArticleQuerySet":
        """The river: what came out last, archives never."""
        return self.filter(is_archive=False).order_by("-first_published_at", "-number")


class PublishedArticle(Snapshot):
    """A piece as readers see it. The number is that of the working copy and never changes."""

    number = models.BigIntegerField(_("number"), primary_key=True)
    section = models.ForeignKey(Section, models.PROTECT, related_name="articles", verbose_name=_("section"))
    public_date = models.DateField(_("public date"))
    first_published_at = models.DateTimeField(_("first published at"))
    published_at = models.DateTimeField(_("published at"))
    corrected_at = models.DateTimeField(_("corrected at"), null=True, blank=True)
    is_archive = models.BooleanField(_("from the archive"), default=False)
    corrections = models.JSONField(default=list, blank=True)  # {"kind", "note", "at"}, newest first, none superseded

    reporters = models.ManyToManyField(Reporter, through="PublishedByline", related_name="articles")
    tag_rows = models.ManyToManyField(Tag, through="PublishedTag", related_name="articles")

    objects = PublishedArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("published piece")
        verbose_name_plural = _("published pieces")
        indexes = [
            models.Index("public_date", "number", name="published_by_date"),
            models.Index("public_date", "published_at", name="published_changes"),  # the index of the sitemaps
            models.Index("section", "public_date", "number", name="published_by_section"),
            models.Index(
                "section", "public_date", "number", condition=Q(is_archive=False), name="published_news_of_section"
            ),
            models.Index("first_published_at", "number", condition=Q(is_archive=False), name="published_river"),
            models.Index("issue_date", "page_label", "page_order", name="published_by_page"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(headline=""), name="a_public_piece_has_a_headline"),
            plausible("public_date", "a_public_piece_has_a_year_that_can_be"),
            models.CheckConstraint(condition=Q(number__gt=0), name="a_public_piece_has_a_number"),
        ]

    def __str__(self) -> str:
        return self.headline

    def get_absolute_url(self) -> str:
        return address_of(self.public_date, self.number)


def address_of(day: date, number: int) -> str:
    """The address of a piece as articles.site.urls has it; `reverse` would take as long as reading the piece does."""
    return f"/{day.year:04}/{day.month:02}/{day.day:02}/{number}/"


class PublishedByline(models.Model):
    """One credit of a public piece."""

    article = models.ForeignKey(PublishedArticle, models.CASCADE, related_name="bylines")
    reporter = models.ForeignKey(Reporter, models.PROTECT, null=True, related_name="bylines")
    position = models.PositiveSmallIntegerField()
    printed_name = models.CharField(max_length=60)
    standing = models.CharField(max_length=30, blank=True)
    role = models.CharField(max_length=20, blank=True)
    organisation = models.CharField(max_length=80, blank=True)
    public_date = models.DateField()  # that of the piece: the list of a reporter's pieces is read off an index

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["article", "position"], name="public_credits_have_an_order"),
        ]
        indexes = [
            models.Index("reporter", "public_date", "article", name="credits_by_date"),
            models.Index("reporter", "role", "public_date", "article", name="credits_by_role"),
        ]

    def __str__(self) -> str:
        return self.printed_name


class PublishedPhoto(models.Model):
    """One picture of a public piece, copied from what was signed; it never reads the photo library."""

    article = models.ForeignKey(PublishedArticle, models.CASCADE, related_name="photo_rows")
    position = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    focal_x = models.FloatField()
    focal_y = models.FloatField()
    caption = models.CharField(max_length=300, blank=True)
    alt_text = models.CharField(max_length=200, blank=True)
    credit = models.CharField(max_length=60, blank=True)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["article", "position"], name="public_photos_have_an_order"),
        ]

    def __str__(self) -> str:
        return self.caption or self.sha256[:8]


class PublishedTag(ItemBase):
    """One tag of a public piece."""

    tag = models.ForeignKey(Tag, models.PROTECT, related_name="published_rows")
    content_object = models.ForeignKey(PublishedArticle, models.CASCADE, related_name="published_tags")
    public_date = models.DateField()  # that of the piece: the list of a tag's pieces is read off an index

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content_object", "tag"], name="a_public_piece_has_a_tag_once"),
        ]
        indexes = [models.Index("tag", "public_date", "content_object", name="tagged_by_date")]


class CorrectionKind(models.TextChoices):
    CORRECTION = "correction", _("Correction")
    APOLOGY = "apology", _("Apology")
    CLARIFICATION = "clarification", _("Clarification")


class Correction(models.Model):
    """A public note on a piece: shown under its headline and on the page of all corrections.

    It carries the number of the piece and no key to the public row, so that it outlives a withdrawal. It cannot be
    erased; a wrong one is superseded.
    """

    number = models.BigIntegerField(_("number of the piece"), db_index=True)
    kind = models.CharField(_("kind"), max_length=14, choices=CorrectionKind.choices)
    note = models.TextField(_("note"), max_length=600)
    at = models.DateTimeField(_("published at"))
    superseded_by = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="supersedes", verbose_name=_("superseded by")
    )

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(note=""), name="a_correction_says_something")]

    def __str__(self) -> str:
        return self.note[:40]


class Notice(models.TextChoices):
    CHECKING = "checking", _("Being checked")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Withdrawal(models.Model):
    """What the address of a piece answers that was public and is not: 503 while it is checked, 410 when withdrawn."""

    number = models.BigIntegerField(_("number of the piece"), primary_key=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Notice.choices)
    public_date = models.DateField(_("public date"))
    explanation = models.CharField(_("public explanation"), max_length=200, blank=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")

    def __str__(self) -> str:
        return str(self.number)


class Generation(models.Model):
    """The one-row counter under which pages are filed, and the epoch of this installation's life."""

    number = models.BigIntegerField(default=1)
    epoch = models.CharField(max_length=32)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="there_is_one_generation")]

    def __str__(self) -> str:
        return f"{self.epoch}/{self.number}"
