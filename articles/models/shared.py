"""What both sides of the wall know: sections, tags, photos, the paper's own facts.

The good reverse names on these models (`section.articles`, `tag.articles`) belong to the published side; the keys of
the newsroom hide theirs, so that no reader's query can wander from a tag to a draft.
"""

import hashlib
from datetime import datetime

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from taggit.models import TagBase

from staff.years import plausible_year


class Section(models.Model):
    """A standing division of the paper (栏目), with an address of its own."""

    name = models.CharField(_("name"), max_length=30, unique=True)
    slug = models.CharField(
        _("address"),
        max_length=40,
        unique=True,
        validators=[RegexValidator(r"\A[a-z0-9]+(-[a-z0-9]+)*\Z", _("Use small letters, digits and hyphens."))],
        help_text=_("Small letters, digits and hyphens, for example local-news."),
    )
    description = models.CharField(_("description"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["position", "name"]
        constraints = [models.CheckConstraint(condition=~Q(slug=""), name="a_section_has_an_address")]

    def __str__(self) -> str:
        return self.name


class Tag(TagBase):
    """A tag with a Chinese address; never an empty one, whatever the name.

    One that was merged stays as a name for the other: revisions, which never change, may hold its key.
    """

    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name=_("merged into")
    )

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name"]
        constraints = [models.CheckConstraint(condition=~Q(slug=""), name="a_tag_has_an_address")]

    def slugify(self, tag: str, i: int | None = None) -> str:
        """The address of this name; `i` counts up while the address is taken by another tag."""
        slug = slugify(tag, allow_unicode=True) or hashlib.sha256(tag.encode()).hexdigest()[:8]
        return slug if i is None else f"{slug}-{i}"


class OldSlug(models.Model):
    """An address that a section or a tag had before: readers who follow it are led to the present one."""

    slug = models.CharField(_("address"), max_length=100)
    section = models.ForeignKey(Section, models.CASCADE, null=True, related_name="+")
    tag = models.ForeignKey(Tag, models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint("slug", condition=Q(section__isnull=False), name="an_old_section_leads_to_one"),
            models.UniqueConstraint("slug", condition=Q(tag__isnull=False), name="an_old_tag_leads_to_one"),
            models.CheckConstraint(
                condition=Q(section__isnull=False, tag__isnull=True) | Q(section__isnull=True, tag__isnull=False),
                name="an_old_address_leads_somewhere",
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class Photo(models.Model):
    """A picture of the photo library. Its file never changes: a new picture is a new photo."""

    file = models.FileField(_("file"), upload_to="photos", editable=False, max_length=120)
    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    focal_x = models.FloatField(
        _("focal point from the left"),
        default=0.5,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=_("0 is the left edge, 1 the right edge: crops keep this point."),
    )
    focal_y = models.FloatField(
        _("focal point from the top"),
        default=0.5,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=_("0 is the top edge, 1 the bottom edge."),
    )
    caption = models.CharField(_("caption"), max_length=300, blank=True)
    alt_text = models.CharField(
        _("alternative text"), max_length=200, blank=True, help_text=_("What somebody who cannot see it should know.")
    )
    credit = models.CharField(_("photo credit"), max_length=60, blank=True)
    rights = models.CharField(_("rights"), max_length=120, blank=True, help_text=_("Never shown to readers."))
    uploaded_by = models.ForeignKey(
        "staff.User", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(focal_x__gte=0, focal_x__lte=1, focal_y__gte=0, focal_y__lte=1),
                name="a_focal_point_lies_in_the_picture",
            ),
            models.CheckConstraint(condition=Q(width__gt=0, height__gt=0), name="a_photo_has_a_size"),
        ]

    def __str__(self) -> str:
        return self.caption or self.alt_text or self.sha256[:8]


class Grey(models.TextChoices):
    """Which pages lose their colours (置灰)."""

    OFF = "", _("Nothing")
    HOME = "home", _("The front page")
    ALL = "all", _("The whole site")


class SiteSettings(models.Model):
    """The paper's facts, in one row: masthead, licence numbers, footer. An empty one is simply not shown."""

    name = models.CharField(_("name of the paper"), max_length=40)
    slogan = models.CharField(_("slogan"), max_length=80, blank=True)
    description = models.CharField(_("description"), max_length=200, blank=True)
    masthead = models.TextField(_("masthead"), blank=True, help_text=_("Who makes the paper; one line each."))
    sponsor = models.CharField(_("sponsor"), max_length=80, blank=True)
    publisher = models.CharField(_("publisher"), max_length=80, blank=True)
    address = models.CharField(_("address"), max_length=120, blank=True)
    telephone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("mail"), blank=True)
    serial_number = models.CharField(_("serial number of the paper"), max_length=40, blank=True)
    news_licence = models.CharField(_("news service licence"), max_length=60, blank=True)
    icp_number = models.CharField(_("ICP filing"), max_length=60, blank=True)
    police_number = models.CharField(_("public security filing"), max_length=60, blank=True)
    report_telephone = models.CharField(_("telephone for reports"), max_length=40, blank=True)
    report_email = models.EmailField(_("mail for reports"), blank=True)
    sources = models.TextField(
        _("usual sources"), blank=True, help_text=_("One on a line; proposed in the form of a piece.")
    )
    grey = models.CharField(
        _("grey"),
        max_length=5,
        choices=Grey.choices,
        default=Grey.OFF,
        blank=True,
        help_text=_("For days of mourning."),
    )
    grey_from = models.DateTimeField(
        _("grey from"), null=True, blank=True, validators=[plausible_year], help_text=_("Empty: at once.")
    )
    grey_until = models.DateTimeField(
        _("grey until"),
        null=True,
        blank=True,
        validators=[plausible_year],
        help_text=_("Empty: until it is switched off."),
    )
    is_grey = models.BooleanField(default=False, editable=False)  # what the times come to: articles.placing.keep_time
    is_sample = models.BooleanField(
        _("sample paper"), default=False, editable=False, help_text=_("Set by the sample paper, which says so aloud.")
    )

    class Meta:
        verbose_name = _("the paper")
        verbose_name_plural = _("the paper")
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="there_is_one_row_of_site_settings"),
            models.CheckConstraint(
                condition=Q(grey_from__isnull=True) | Q(grey_until__isnull=True) | Q(grey_from__lt=F("grey_until")),
                name="grey_ends_after_it_begins",
                violation_error_message=_("“Until” must be later than “from”."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_grey_at(self, now: datetime) -> bool:
        """Whether some pages have to be grey now; only what keeps time asks this."""
        has_begun = self.grey_from is None or self.grey_from <= now
        return bool(self.grey) and has_begun and (self.grey_until is None or now < self.grey_until)

    @classmethod
    def load(cls) -> "SiteSettings":
        """The one row; an unsaved one with a plain name where the paper has not been set up yet."""
        return cls.objects.filter(pk=1).first() or cls.not_set_up()

    @classmethod
    def not_set_up(cls) -> "SiteSettings":
        """The facts of a paper that has none yet."""
        return cls(pk=1, name="报纸")
