"""What the statistics add up: small rows beside the record, each counted once from what never changes.

Nothing is decided by them. `counting.count` makes the missing ones from publications and reviews; all of them may be
deleted at any time.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.newsroom import Article, Revision
from articles.models.record import Review
from articles.models.shared import Section
from staff.models import Reporter, User


class Work(models.TextChoices):
    """What somebody did for a piece (职能), whatever words were printed for it."""

    TEXT = "text", _("the text")
    PICTURE = "picture", _("the pictures")
    VIDEO = "video", _("the video")
    EDIT = "edit", _("editing")
    PROOF = "proof", _("proofreading")
    OTHER = "other", _("other work")


class CountedPiece(models.Model):
    """A piece that is or was public, as its last publication has it: a correction takes the place of what it mends."""

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="counted")
    revision = models.ForeignKey(Revision, models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()  # the newspaper's
    section = models.ForeignKey(Section, models.CASCADE, null=True, related_name="+")  # where nothing public says more
    characters = models.PositiveIntegerField()
    pictures = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [models.Index("day", name="counted_pieces_by_day")]

    def __str__(self) -> str:
        return f"{self.article_id} {self.characters}"


class CountedCredit(models.Model):
    """One person's work for a counted piece; whoever wrote and photographed has two."""

    piece = models.ForeignKey(CountedPiece, models.CASCADE, related_name="credits")
    reporter = models.ForeignKey(Reporter, models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=60)
    work = models.CharField(max_length=8, choices=Work.choices)
    share = models.PositiveIntegerField(default=0)  # of the characters, divided by those who wrote

    def __str__(self) -> str:
        return f"{self.name} {self.work}"


class CountedSignature(models.Model):
    """A signature under a review, with the characters that were read for it and the errors that were found."""

    review = models.OneToOneField(Review, models.CASCADE, primary_key=True, related_name="counted")
    by = models.ForeignKey(User, models.CASCADE, related_name="+", db_index=False)
    step = models.CharField(max_length=24)
    day = models.DateField()
    characters = models.PositiveIntegerField()
    words = models.PositiveIntegerField(default=0)
    punctuation = models.PositiveIntegerField(default=0)
    facts = models.PositiveIntegerField(default=0)
    other = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index("day", name="counted_signatures_by_day")]

    def __str__(self) -> str:
        return f"{self.review_id} {self.step}"
