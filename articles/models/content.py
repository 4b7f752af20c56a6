"""What a piece consists of: the columns that the working copy, each revision and the public row have in common."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from staff.years import FIRST_DAY, LAST_DAY, plausible_year

#: Every address of a piece carries its date: a slip of the keyboard would stay in it.
PLAUSIBLE = [plausible_year]


def plausible(field: str, name: str) -> models.CheckConstraint:
    """The constraint that this day, where there is one, lies in a year that can be."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gte": FIRST_DAY, f"{field}__lte": LAST_DAY}),
        name=name,
    )


def page_named(typed: str) -> str:
    """The label of a page of the paper as the house writes it: 「a01」 is the page A01, and no other."""
    return typed.strip().upper()


class Genre(models.TextChoices):
    NEWS = "news", _("News")
    FEATURE = "feature", _("Feature")
    COMMENT = "comment", _("Comment")
    PICTURES = "pictures", _("Picture news")
    NOTICE = "notice", _("Notice")
    REPRINT = "reprint", _("Reprint")
    SUPPLEMENT = "supplement", _("Supplement")


class BylinePlace(models.TextChoices):
    HEAD = "head", _("At the head")
    END = "end", _("At the end")


class Content(models.Model):
    """The text of a piece and the facts about it. No signal, no rule: the verbs are in `editing` and `publishing`."""

    genre = models.CharField(_("genre"), max_length=12, choices=Genre.choices, default=Genre.NEWS)
    kicker = models.CharField(_("kicker"), max_length=120, blank=True)
    headline = models.CharField(_("headline"), max_length=120, blank=True)
    subheading = models.CharField(_("subheading"), max_length=200, blank=True)
    dateline = models.CharField(
        _("dateline"),
        max_length=60,
        blank=True,
        help_text=_("As printed, for example 本报讯 or 新华社北京4月3日电. Shown at the head of the first paragraph."),
    )
    dateline_place = models.CharField(_("place of the dateline"), max_length=30, blank=True)
    event_date = models.DateField(_("date of the event"), null=True, blank=True, validators=PLAUSIBLE)
    filed_date = models.DateField(_("date of filing"), null=True, blank=True, validators=PLAUSIBLE)
    summary = models.TextField(_("summary"), max_length=300, blank=True)
    body = models.TextField(_("body"), blank=True)
    source = models.CharField(
        _("source"), max_length=60, blank=True, help_text=_("The medium or office that the piece comes from.")
    )
    original_author = models.CharField(_("original author"), max_length=60, blank=True)
    original_title = models.CharField(_("original title"), max_length=120, blank=True)
    original_url = models.URLField(_("original link"), max_length=500, blank=True)
    printed_byline = models.CharField(
        _("printed byline"), max_length=200, blank=True, help_text=_("The byline exactly as printed.")
    )
    printed_byline_place = models.CharField(
        _("place of the byline"), max_length=4, choices=BylinePlace.choices, blank=True
    )
    issue_date = models.DateField(_("issue date"), null=True, blank=True, validators=PLAUSIBLE)
    page_label = models.CharField(_("page"), max_length=10, blank=True)
    page_order = models.PositiveSmallIntegerField(_("order on the page"), null=True, blank=True)
    editor_in_charge = models.CharField(
        _("editor in charge"), max_length=60, blank=True, help_text=_("Left empty: who passed the first review.")
    )
    proofread_by = models.CharField(
        _("proofread by"), max_length=60, blank=True, help_text=_("Left empty: who proofread the piece.")
    )
    approved_by = models.CharField(
        _("approved by"), max_length=60, blank=True, help_text=_("Left empty: who passed the final review.")
    )

    class Meta:
        abstract = True


class Snapshot(Content):
    """Content that no longer changes, with what stands beside it in lists: what is signed, and what is public.

    credits: {"reporter": key or None, "name", "standing", "role", "organisation"} in printed order.
    photos: {"photo": key, "sha256", "width", "height", "focal": [x, y], "caption", "alt", "credit", "place"}.
    tags: {"tag": key, "name"}.
    """

    credits = models.JSONField(default=list, blank=True)
    photos = models.JSONField(default=list, blank=True)
    tags = models.JSONField(default=list, blank=True)

    class Meta:
        abstract = True


#: Names of the columns that all three share, in the order of the form.
CONTENT_FIELDS: tuple[str, ...] = tuple(field.name for field in Content._meta.local_fields)
