"""The newsroom's pieces: working copies with what stands beside them, and revisions. Readers' code cannot reach them.

Keys from here to shared and staff models hide their reverse names; keys among newsroom models have good ones.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from taggit.models import ItemBase

from articles.models.content import Content, Snapshot, plausible
from articles.models.imports import ImportBatch
from articles.models.published import CorrectionKind
from articles.models.search import SearchRow
from articles.models.shared import Photo, Section, Tag
from articles.workflow import PublicState, Round, Status
from staff.models import Reporter, User


class CorrectionNote(models.Model):
    """The public note that a correction brings with it: part of what is signed."""

    correction_kind = models.CharField(
        _("kind of note"), max_length=14, choices=CorrectionKind.choices, blank=True, default=""
    )
    correction_note = models.TextField(
        _("public note"),
        max_length=600,
        blank=True,
        help_text=_("What was wrong and what is right. Readers see it under the headline; it cannot be erased."),
    )

    class Meta:
        abstract = True


class ArticleTag(ItemBase):
    """One tag of a working copy. Its reverse name is hidden: a draft's tag can name a secret."""

    tag = models.ForeignKey(Tag, models.CASCADE, related_name="+")
    content_object = models.ForeignKey("Article", models.CASCADE, related_name="article_tags")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="a_piece_has_a_tag_once")]


class Article(Content, CorrectionNote):
    """The working copy of a piece. Its number is its identity for good, in the newsroom and for readers.

    `status` says where the newsroom has it, `public_state` what its address answers: a correction in hand is a draft
    while the old text stays public.
    """

    number = models.BigAutoField(_("number"), primary_key=True)
    section = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("section")
    )
    status = models.CharField(_("status"), max_length=16, choices=Status.choices, default=Status.DRAFT, editable=False)
    public_state = models.CharField(
        _("for readers"), max_length=10, choices=PublicState.choices, default=PublicState.NEVER, editable=False
    )
    round = models.CharField(_("round"), max_length=14, choices=Round.choices, default=Round.FIRST, editable=False)
    current_revision = models.ForeignKey(
        "Revision", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("current revision")
    )
    created_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("entered by")
    )
    created_at = models.DateTimeField(_("entered at"), auto_now_add=True)
    waiting_since = models.DateTimeField(_("waiting since"), auto_now_add=True)
    scheduled_for = models.DateTimeField(_("scheduled for"), null=True, blank=True, editable=False)
    embargo_until = models.DateTimeField(_("embargo until"), null=True, blank=True, editable=False)
    expires_at = models.DateTimeField(_("leaves the site at"), null=True, blank=True, editable=False)
    public_date = models.DateField(_("public date"), null=True, blank=True, editable=False)
    first_published_at = models.DateTimeField(_("first published at"), null=True, blank=True, editable=False)
    is_printed = models.BooleanField(_("already in print"), default=False, editable=False)
    batch = models.ForeignKey(
        ImportBatch,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="articles",
        verbose_name=_("import"),
    )
    import_ref = models.CharField(_("import reference"), max_length=300, blank=True, editable=False)
    source_lines = models.JSONField(default=list, blank=True, editable=False)  # [first, last] line of the file

    tags = TaggableManager(_("tags"), through=ArticleTag, blank=True, related_name="pieces+")

    class Meta:
        verbose_name = _("piece")
        verbose_name_plural = _("pieces")
        ordering = ["-number"]
        indexes = [
            models.Index("status", "waiting_since", name="pieces_by_waiting"),
            # The list shows the newest first, whatever it is filtered by.
            models.Index("status", "number", name="pieces_by_status"),
            models.Index("section", "number", name="pieces_by_section"),
            models.Index("issue_date", "number", name="pieces_by_issue_date"),
            models.Index("scheduled_for", condition=Q(status=Status.SCHEDULED), name="pieces_due"),
            models.Index("expires_at", condition=Q(expires_at__isnull=False), name="pieces_that_leave"),
            models.Index("embargo_until", condition=Q(embargo_until__isnull=False), name="pieces_held_back"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="a_piece_has_a_known_status"),
            models.CheckConstraint(condition=Q(public_state__in=PublicState.values), name="a_known_public_state"),
            models.CheckConstraint(condition=Q(round__in=Round.values), name="a_known_round"),
            plausible("issue_date", "a_piece_appeared_in_a_year_that_can_be"),
            models.CheckConstraint(
                condition=Q(current_revision__isnull=False) | Q(status__in=[Status.DRAFT, Status.PRINT_CHECK]),
                name="a_piece_under_way_has_a_revision",
            ),
            models.CheckConstraint(
                condition=~Q(headline="") | Q(status__in=[Status.DRAFT, Status.PRINT_CHECK, Status.REJECTED]),
                name="a_piece_under_review_has_a_headline",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.SCHEDULED, scheduled_for__isnull=False)
                | (~Q(status=Status.SCHEDULED) & Q(scheduled_for__isnull=True)),
                name="only_a_scheduled_piece_has_its_minute",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__isnull=True)
                | Q(status=Status.SCHEDULED)
                | Q(public_state__in=[PublicState.LIVE, PublicState.DOWN]),
                name="only_what_is_public_leaves_the_site",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.PUBLISHED) | Q(public_state__in=[PublicState.LIVE, PublicState.DOWN]),
                name="a_published_piece_is_live_or_taken_down",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.WITHDRAWN) | Q(public_state=PublicState.WITHDRAWN),
                name="a_withdrawn_piece_is_not_public",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.REJECTED) | Q(public_state__in=[PublicState.NEVER, PublicState.WITHDRAWN]),
                name="a_rejected_piece_is_not_public",
            ),
            models.CheckConstraint(
                condition=Q(public_state=PublicState.NEVER)
                | Q(public_date__isnull=False, first_published_at__isnull=False),
                name="a_piece_once_public_keeps_its_date",
            ),
            models.UniqueConstraint(
                fields=["import_ref"], condition=~Q(import_ref=""), name="an_imported_piece_is_imported_once"
            ),
        ]

    def __str__(self) -> str:
        return self.headline or f"№ {self.number}"

    def validate_constraints(self, exclude: set[str] | None = None) -> None:
        """Nothing: the form says it all in words before. Django would ask the database for each constraint."""


class ArticleByline(models.Model):
    """One credit of a working copy: who, in what standing (身份), for what (职能)."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="bylines")
    reporter = models.ForeignKey(
        Reporter, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("reporter")
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    printed_name = models.CharField(_("printed name"), max_length=60, blank=True)
    standing = models.CharField(
        _("standing"), max_length=30, blank=True, help_text=_("As printed: 记者, 通讯员, 实习生…")
    )
    role = models.CharField(_("role"), max_length=20, blank=True, help_text=_("As printed: 文, 图, 文/图, 视频…"))
    organisation = models.CharField(_("organisation"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("credit")
        verbose_name_plural = _("credits")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(printed_name=""), name="a_credit_has_a_name"),
        ]
        indexes = [models.Index("printed_name", name="credits_by_name")]

    def __str__(self) -> str:
        return " ".join(filter(None, [self.standing, self.printed_name, self.role]))

    def validate_constraints(self, exclude: set[str] | None = None) -> None:
        """Nothing: the form says it all in words before. Django would ask the database for each constraint."""


class ArticlePhoto(models.Model):
    """One picture of a working copy, with its words and its place in the body."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="photos")
    photo = models.ForeignKey(Photo, models.PROTECT, related_name="+", verbose_name=_("photo"))
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    caption = models.CharField(_("caption"), max_length=300, blank=True)
    alt_text = models.CharField(
        _("alternative text"), max_length=200, blank=True, help_text=_("What somebody who cannot see it should know.")
    )
    credit = models.CharField(_("photo credit"), max_length=60, blank=True)
    place = models.PositiveSmallIntegerField(
        _("after paragraph"), default=0, help_text=_("0 puts the picture before the first paragraph.")
    )

    class Meta:
        verbose_name = _("picture of the piece")
        verbose_name_plural = _("pictures of the piece")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.caption or str(self.photo)


class Revision(Snapshot, CorrectionNote):
    """A numbered, immutable copy of a piece at a deliberate save. A signature belongs to one of these."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="revisions", verbose_name=_("piece"))
    number = models.PositiveIntegerField(_("revision"))
    section = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("section")
    )
    status = models.CharField(_("status"), max_length=16, choices=Status.choices)
    is_authorship = models.BooleanField(
        _("authorship"), default=False, help_text=_("The body was changed in the draft: this person is an author.")
    )
    is_import = models.BooleanField(_("from an import"), default=False)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))
    digest = models.CharField(_("digest"), max_length=80)

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["article", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="revisions_are_numbered_by_piece"),
            models.CheckConstraint(condition=Q(number__gt=0), name="revisions_count_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id}/{self.number}"


class OpenForm(models.Model):
    """Who has the form of a piece open just now. A row that nobody has renewed for a minute says nothing."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="open_forms")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "user"], name="a_form_is_open_once")]
        indexes = [models.Index("at", name="open_forms_by_time")]

    def __str__(self) -> str:
        return f"{self.article_id} {self.user_id}"


class LikenessBand(models.Model):
    """One of the numbers by which pieces of like text find one another (`articles.likeness`)."""

    pk = models.CompositePrimaryKey("value", "article")
    value = models.BigIntegerField()
    article = models.ForeignKey(Article, models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.article_id}/{self.value}"


class DraftSearchEntry(SearchRow):
    """A working copy in the newsroom's index: a table of its own, which no reader's search can reach."""
