"""The people: who can be credited, who has an account, who is on duty."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Reporter(models.Model):
    """A person, or the pen-name of a unit, who can be credited; with or without an account.

    An unknown printed name becomes an unconfirmed reporter: shown to readers as text, without a page, until an
    editor confirms it.
    """

    name = models.CharField(_("name"), max_length=60)
    distinction = models.CharField(
        _("distinguishing note"),
        max_length=60,
        blank=True,
        help_text=_("Only for namesakes, for example the desk or the unit. Readers do not see it."),
    )
    organisation = models.CharField(_("organisation"), max_length=80, blank=True)
    biography = models.TextField(_("biography"), blank=True, help_text=_("Shown on the reporter's public page."))
    is_confirmed = models.BooleanField(
        _("confirmed"),
        default=True,
        help_text=_("A name met in an import stays unconfirmed, and without a public page, until you tick this."),
    )
    has_public_page = models.BooleanField(_("public page"), default=True)

    class Meta:
        verbose_name = _("reporter")
        verbose_name_plural = _("reporters")
        ordering = ["name", "distinction"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "distinction"],
                name="namesakes_have_a_distinguishing_note",
                violation_error_message=_("There is a reporter of this name already. Add a distinguishing note."),
            ),
            models.CheckConstraint(condition=~Q(name=""), name="a_reporter_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.distinction}）" if self.distinction else self.name


class User(AbstractUser):
    """An account of the newsroom. One name, as Chinese names are; an optional key to the person who is credited."""

    first_name = None
    last_name = None
    name = models.CharField(_("name"), max_length=60)
    reporter = models.OneToOneField(
        Reporter,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("credited as"),
        help_text=_("The reporter whose pieces are this person's own: nobody reviews his own piece."),
    )
    language = models.CharField(
        _("language of the admin"),
        max_length=10,
        choices=[("zh-hans", "简体中文"), ("en", "English")],
        default="zh-hans",
    )

    REQUIRED_FIELDS = ["name", "email"]

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["name", "username"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="an_account_has_a_name")]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class DutyRosterQuerySet(models.QuerySet):
    def at(self, moment) -> "DutyRosterQuerySet":
        """The entries in force at this aware moment."""
        return self.filter(starts_at__lte=moment, ends_at__gt=moment)


class DutyRoster(models.Model):
    """Who is duty chief editor (值班总编) from when to when: a dated right, not a group."""

    user = models.ForeignKey(User, models.PROTECT, related_name="duties", verbose_name=_("duty chief editor"))
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))

    objects = DutyRosterQuerySet.as_manager()

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("duty roster")
        ordering = ["-starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="a_duty_ends_after_it_starts",
                violation_error_message=_("The duty must end after it starts."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} {timezone.localtime(self.starts_at):%Y-%m-%d %H:%M}"
