"""The record of what was done to pieces: steps and their chain, notes, what was public, which reviews are owed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models.imports import ImportBatch
from articles.models.newsroom import Article, Revision
from articles.workflow import Status
from staff.models import User


class Review(models.Model):
    """One step of one person on one revision: append-only, each row chained to the one before."""

    position = models.PositiveBigIntegerField(_("position"), unique=True)
    article = models.ForeignKey(Article, models.PROTECT, related_name="reviews", verbose_name=_("piece"))
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="reviews", verbose_name=_("revision"))
    step = models.CharField(_("step"), max_length=24)
    status_before = models.CharField(_("status before"), max_length=16, choices=Status.choices)
    status_after = models.CharField(_("status after"), max_length=16, choices=Status.choices)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    by_name = models.CharField(_("name"), max_length=60)
    acting_as = models.CharField(_("acting as"), max_length=20, blank=True)
    at = models.DateTimeField(_("at"))
    note = models.TextField(_("note"), blank=True)
    details = models.JSONField(_("details"), default=dict, blank=True)
    previous = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["position"]
        permissions = [("inspect_review", "Can see the register of all steps")]
        indexes = [
            models.Index("article", "position", name="reviews_of_a_piece"),
            models.Index("at", name="reviews_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} {self.step}"


class ReviewChain(models.Model):
    """The head of the chain of reviews, in one row: whoever appends holds its lock, and a cut tail shows."""

    length = models.PositiveBigIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="there_is_one_chain_of_reviews")]

    def __str__(self) -> str:
        return f"{self.length} {self.head[:8]}"


class ParagraphNote(models.Model):
    """What a reviewer says of one paragraph of the revision that he saw, until somebody settles it.

    The words of the paragraph are kept: they say where it stands now, and whether it has changed.
    """

    article = models.ForeignKey(Article, models.PROTECT, related_name="notes", verbose_name=_("piece"))
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="notes", verbose_name=_("revision"))
    paragraph = models.PositiveSmallIntegerField(_("paragraph"))  # block of the body, the first is 0
    words = models.TextField(_("words of the paragraph"))
    note = models.TextField(_("note"), max_length=500)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("settled by"))
    settled_at = models.DateTimeField(_("settled at"), null=True)

    class Meta:
        verbose_name = _("note on a paragraph")
        verbose_name_plural = _("notes on paragraphs")
        ordering = ["paragraph", "pk"]
        indexes = [models.Index("article", condition=Q(settled_at__isnull=True), name="open_notes")]
        constraints = [
            models.CheckConstraint(condition=~Q(note=""), name="a_note_says_something"),
            models.CheckConstraint(
                condition=Q(settled_by__isnull=True, settled_at__isnull=True)
                | Q(settled_by__isnull=False, settled_at__isnull=False),
                name="a_note_is_settled_by_somebody_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.note[:40]


class StepBatch(models.Model):
    """One step that somebody took for several pieces at once, and what came of it for each of them."""

    step = models.CharField(_("step"), max_length=24)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))
    note = models.TextField(_("note"), blank=True)
    results = models.JSONField(_("results"), default=list)  # {"piece": number, "headline", "reason": "" when done}

    class Meta:
        verbose_name = _("step for several pieces")
        verbose_name_plural = _("steps for several pieces")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.step} {self.at:%Y-%m-%d %H:%M}"


class Publication(models.Model):
    """Which revision was or is public, and who vouches for it: a release by 签发, or a signed import of an archive."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="publications", verbose_name=_("piece"))
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="publications", verbose_name=_("revision"))
    release_review = models.ForeignKey(
        Review, models.PROTECT, null=True, blank=True, related_name="publications", verbose_name=_("release")
    )
    batch = models.ForeignKey(
        ImportBatch, models.PROTECT, null=True, blank=True, related_name="publications", verbose_name=_("import")
    )
    at = models.DateTimeField(_("from"))
    ended_at = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(release_review__isnull=False, batch__isnull=True)
                | Q(release_review__isnull=True, batch__isnull=False),
                name="one_signature_vouches_for_a_publication",
            ),
            models.UniqueConstraint(
                fields=["article"], condition=Q(ended_at__isnull=True), name="a_piece_is_public_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} {self.revision_id}"


class Debt(models.Model):
    """A review that the express lane left out, due in 24 hours; settled by a review of the published revision."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="debts", verbose_name=_("piece"))
    publication = models.ForeignKey(Publication, models.PROTECT, related_name="debts")
    step = models.CharField(_("step"), max_length=24)
    due_at = models.DateTimeField(_("due at"))
    settled_by = models.OneToOneField(
        Review, models.PROTECT, null=True, blank=True, related_name="settles", verbose_name=_("settled by")
    )

    class Meta:
        verbose_name = _("review owed")
        verbose_name_plural = _("reviews owed")
        ordering = ["due_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["publication", "step"], name="a_review_is_owed_once")]
        indexes = [models.Index("due_at", condition=Q(settled_by__isnull=True), name="debts_open")]

    def __str__(self) -> str:
        return f"{self.article_id} {self.step}"
