"""The lists by which the copy desk's checks judge: wrong words, forbidden words, officials. The newsroom keeps them."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from articles.models.shared import Section


class WrongWord(models.Model):
    """A word that is wrong, and what is right instead."""

    wrong = models.CharField(_("wrong"), max_length=20, unique=True)
    right = models.CharField(_("right"), max_length=20)
    exceptions = models.TextField(
        _("exceptions"),
        blank=True,
        help_text=_("Phrases in which the same characters are right, one on a line: 按装修标准 for 按装."),
    )
    is_certain = models.BooleanField(
        _("certain"), default=True, help_text=_("Without the tick the word is only pointed out as doubtful.")
    )

    class Meta:
        verbose_name = _("wrong word")
        verbose_name_plural = _("wrong words")
        ordering = ["wrong"]
        constraints = [
            models.CheckConstraint(condition=~Q(wrong="") & ~Q(right=""), name="a_wrong_word_has_a_right_one"),
            models.CheckConstraint(condition=~Q(wrong=F("right")), name="a_wrong_word_differs_from_the_right_one"),
        ]

    def __str__(self) -> str:
        return f"{self.wrong} → {self.right}"


class ForbiddenWord(models.Model):
    """A word that must not be published: a piece that holds it can be neither submitted nor released."""

    word = models.CharField(_("forbidden word"), max_length=60, unique=True)
    exceptions = models.TextField(
        _("exceptions"), blank=True, help_text=_("Phrases in which the word may stand, one on a line.")
    )
    note = models.CharField(_("note"), max_length=200, blank=True, help_text=_("Why, and on whose instruction."))

    class Meta:
        verbose_name = _("forbidden word")
        verbose_name_plural = _("forbidden words")
        ordering = ["word"]
        constraints = [models.CheckConstraint(condition=~Q(word=""), name="a_forbidden_word_is_a_word")]

    def __str__(self) -> str:
        return self.word


class Official(models.Model):
    """Somebody in an office from a day to a day. Whoever holds two offices has two rows."""

    name = models.CharField(_("name"), max_length=30)
    title = models.CharField(_("title"), max_length=60)
    short_titles = models.CharField(
        _("other forms of the title"),
        max_length=120,
        blank=True,
        help_text=_("As the paper prints it too, parted by 、: 党工委书记、书记."),
    )
    rank = models.PositiveIntegerField(_("rank"), help_text=_("Who stands first has the lowest number."))
    since = models.DateField(_("in office from"))
    until = models.DateField(_("in office until"), null=True, blank=True, help_text=_("Empty: still in office."))
    confirmed_on = models.DateField(
        _("confirmed on"),
        null=True,
        blank=True,
        help_text=_("After thirty days a row is no longer relied on: what it finds is only doubtful."),
    )

    class Meta:
        verbose_name = _("official")
        verbose_name_plural = _("officials")
        ordering = ["rank", "name", "since"]
        constraints = [
            models.UniqueConstraint(fields=["name", "title", "since"], name="an_official_takes_an_office_once_a_day"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(title=""), name="an_official_has_a_name_and_a_title"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="an_office_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.name}"


class HeadlineLimit(models.Model):
    """How many characters a headline may have: on a page, in a section, or (both empty) everywhere else."""

    section = models.ForeignKey(
        Section,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("section"),
        help_text=_("Empty: every section."),
    )
    page_label = models.CharField(
        _("page"), max_length=10, blank=True, help_text=_("As the pieces have it, for example A01. Empty: every page.")
    )
    longest = models.PositiveSmallIntegerField(
        _("characters at the most"),
        validators=[MinValueValidator(1), MaxValueValidator(120)],
        help_text=_("Blanks are not counted. A longer headline is pointed out as doubtful."),
    )

    class Meta:
        verbose_name = _("length of headlines")
        verbose_name_plural = _("lengths of headlines")
        ordering = ["page_label", "section"]
        constraints = [
            models.UniqueConstraint(
                fields=["section", "page_label"],
                condition=Q(section__isnull=False),
                name="a_page_of_a_section_has_one_limit",
                violation_error_message=_("There is a limit for this section and page already: change that one."),
            ),
            models.UniqueConstraint(
                fields=["page_label"],
                condition=Q(section__isnull=True),
                name="a_page_has_one_limit",
                violation_error_message=_("There is a limit for this section and page already: change that one."),
            ),
            models.CheckConstraint(condition=Q(longest__gt=0), name="a_headline_may_have_a_character"),
        ]

    def __str__(self) -> str:
        return f"{self.page_label} {self.section or ''} {self.longest}".strip()
