"""What the desk puts before readers besides pieces: the printed pages of an issue, and places on the front page.

These rows name pieces by number and have no key to them: a public row is written anew with each correction, and goes
with a withdrawal. No reader's query reads the clock: what a time decides stands in a column that
`articles.placing.keep_time` sets.
"""

from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from articles.models.published import PublishedArticle, Withdrawal
from staff.years import plausible_year


class PrintedPageQuerySet(models.QuerySet):
    def shown(self) -> "PrintedPageQuerySet":
        """Those of issues of which readers have a piece: pages of tomorrow's issue can be uploaded tonight."""
        return self.filter(Exists(PublishedArticle.objects.filter(issue_date=OuterRef("issue_date"))))

    def with_files_shown(self) -> "PrintedPageQuerySet":
        """Those whose picture and PDF readers may see.

        A page shows the words of all its pieces. Once one of that day is withdrawn, or taken down to be checked, the
        files of that issue are held back until they are uploaded again, without it.
        """
        gone = Withdrawal.objects.filter(public_date=OuterRef("issue_date"), at__gt=OuterRef("uploaded_at"))
        return self.shown().filter(~Exists(gone))


class PrintedPage(models.Model):
    """A page of an issue as it was printed: its name, and its picture and PDF where somebody uploaded them."""

    issue_date = models.DateField(_("issue date"), validators=[plausible_year])
    label = models.CharField(_("page"), max_length=10, help_text=_("As the pieces have it, for example A01."))
    name = models.CharField(_("name of the page"), max_length=20, blank=True, help_text=_("For example 要闻."))
    sha256 = models.CharField(max_length=64, blank=True, editable=False)  # of the picture; "" where there is none
    width = models.PositiveIntegerField(default=0, editable=False)
    height = models.PositiveIntegerField(default=0, editable=False)
    pdf = models.CharField(max_length=64, blank=True, editable=False)  # its SHA-256; "" where there is none
    pdf_bytes = models.PositiveIntegerField(default=0, editable=False)
    uploaded_at = models.DateTimeField(_("uploaded at"), editable=False)

    objects = PrintedPageQuerySet.as_manager()

    class Meta:
        verbose_name = _("printed page")
        verbose_name_plural = _("printed pages")
        ordering = ["-issue_date", "label"]
        constraints = [
            models.UniqueConstraint(
                fields=["issue_date", "label"],
                name="an_issue_has_a_page_once",
                violation_error_message=_("This issue has that page already: change that one."),
            ),
            models.CheckConstraint(condition=~Q(label=""), name="a_printed_page_has_a_label"),
            models.CheckConstraint(
                condition=Q(sha256="") | Q(width__gt=0, height__gt=0), name="the_picture_of_a_page_has_a_size"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.issue_date:%Y-%m-%d} {self.label} {self.name}".strip()


class Slot(models.TextChoices):
    """The places of the front page that the desk may fill. What it leaves empty fills itself."""

    LEAD = "lead", _("Lead story")
    NEWS = "news", _("Top news")
    PICTURES = "pictures", _("Picture news")
    NOTICE = "notice", _("Notices")
    TOPIC = "topic", _("Special topic")


#: Pieces that a place holds; lead and top news share theirs, and each topic has its own. More can be put there:
#: they wait until one before them goes.
MOST_ON_TOP, MOST_PICTURES, MOST_NOTICES, MOST_IN_A_TOPIC = 7, 3, 4, 6


class FrontSlot(models.Model):
    """A piece in a place of the front page, for a time or until somebody takes it off."""

    slot = models.CharField(_("place"), max_length=10, choices=Slot.choices, default=Slot.NEWS)
    number = models.BigIntegerField(_("number of the piece"))
    heading = models.CharField(
        _("name of the topic"),
        max_length=20,
        blank=True,
        help_text=_("Pieces of a special topic with the same name stand together."),
    )
    position = models.PositiveIntegerField(_("order"), default=0, editable=False)
    begins_at = models.DateTimeField(
        _("from"), null=True, blank=True, validators=[plausible_year], help_text=_("Empty: at once.")
    )
    ends_at = models.DateTimeField(
        _("until"), null=True, blank=True, validators=[plausible_year], help_text=_("Empty: until it is taken off.")
    )
    is_on = models.BooleanField(_("shown"), default=True, editable=False)

    class Meta:
        verbose_name = _("place on the front page")
        verbose_name_plural = _("front page")
        ordering = ["slot", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["slot", "number"],
                name="a_piece_stands_in_a_place_once",
                violation_error_message=_("This piece stands in that place already."),
            ),
            models.CheckConstraint(
                condition=Q(begins_at__isnull=True) | Q(ends_at__isnull=True) | Q(begins_at__lt=models.F("ends_at")),
                name="a_place_ends_after_it_begins",
                violation_error_message=_("“Until” must be later than “from”."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_slot_display()} {self.number}"

    def is_due(self, now: datetime) -> bool:
        """Whether its time has come and is not over."""
        return (self.begins_at is None or self.begins_at <= now) and (self.ends_at is None or now < self.ends_at)


def surplus() -> frozenset[int]:
    """Keys of the rows that are on, and find their place full: one statement."""
    public = Exists(PublishedArticle.objects.filter(number=OuterRef("number")))
    rows = list(FrontSlot.objects.filter(public, is_on=True).order_by("position", "pk"))
    in_order = sorted(rows, key=lambda row: list(Slot).index(row.slot))  # the lead before the top news
    shown: dict[str, list[int]] = {}
    found = set()
    for row in in_order:
        place, most = _room(row)
        pieces = shown.setdefault(place, [])
        if row.number in pieces or (row.slot == Slot.PICTURES and row.number in shown.get("top", ())):
            continue
        if len(pieces) < most:
            pieces.append(row.number)
        else:
            found.add(row.pk)
    return frozenset(found)


def _room(row: FrontSlot) -> tuple[str, int]:
    """The place that a row shares with others, and how many pieces it holds."""
    match row.slot:
        case Slot.LEAD | Slot.NEWS:
            return "top", MOST_ON_TOP
        case Slot.PICTURES:
            return row.slot, MOST_PICTURES
        case Slot.NOTICE:
            return row.slot, MOST_NOTICES
    return f"{Slot.TOPIC}:{row.heading}", MOST_IN_A_TOPIC
