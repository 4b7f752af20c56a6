"""The people: who can be credited, who has an account, who is on duty."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from staff.years import plausible_year


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
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("merged into"),
        help_text=_("The same person: old revisions still name this row, readers and forms the other."),
    )

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

    must_change_password = models.BooleanField(
        _("new password at the next login"),
        default=False,
        help_text=_("Somebody else knows the password: it opens nothing but the page on which it is changed."),
    )

    sections = models.ManyToManyField(
        "articles.Section",
        related_name="+",
        blank=True,
        verbose_name=_("only these sections"),
        help_text=_(
            "Whose pieces this person edits and reviews; none ticked: of all sections. Chief editors, their deputies "
            "and whoever is on duty are never limited."
        ),
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


class RoleGrantQuerySet(models.QuerySet):
    def waiting(self) -> "RoleGrantQuerySet":
        """Those that nobody has decided yet."""
        return self.filter(decided_at__isnull=True)


class RoleGrant(models.Model):
    """A review role that 管理员 wants to give to somebody, and what 总编辑 has decided. Kept as a record."""

    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("account"))
    role = models.CharField(_("role of the account"), max_length=20)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("proposed by"))
    asked_at = models.DateTimeField(_("proposed at"))
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by"))
    decided_at = models.DateTimeField(_("decided at"), null=True)
    is_granted = models.BooleanField(_("granted"), default=False)

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("grant of a role")
        verbose_name_plural = _("grants of roles")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role"], condition=Q(decided_at__isnull=True), name="a_role_is_proposed_once"
            ),
            models.CheckConstraint(
                condition=Q(is_granted=False) | Q(decided_at__isnull=False), name="a_granted_role_was_decided"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.role}"


class DutyRosterQuerySet(models.QuerySet):
    def at(self, moment) -> "DutyRosterQuerySet":
        """The entries in force at this aware moment."""
        return self.filter(starts_at__lte=moment, ends_at__gt=moment)


class DutyRoster(models.Model):
    """Who is duty chief editor (值班总编) from when to when: a dated right, not a group."""

    user = models.ForeignKey(User, models.PROTECT, related_name="duties", verbose_name=_("duty chief editor"))
    starts_at = models.DateTimeField(_("from"), validators=[plausible_year])
    ends_at = models.DateTimeField(_("until"), validators=[plausible_year])

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


class AccountEvent(models.Model):
    """One line of the record of accounts: what happened to whose account, by whom, when, from where.

    Append-only, by triggers in the database. `staff.events.record` writes it; nobody changes or deletes it.
    """

    class Kind(models.TextChoices):
        """What can happen to an account. The values are for good: exports name them."""

        LOGGED_IN = "logged_in", _("Logged in")
        LOGIN_FAILED = "login_failed", _("Login failed")
        LOCKED = "locked", _("Locked after failed logins")
        UNLOCKED = "unlocked", _("Freed from the lock")
        LOGGED_OUT = "logged_out", _("Logged out")
        SESSION_ENDED = "session_ended", _("Login ended")
        PASSWORD_CHANGED = "password_changed", _("Changed the password")
        PASSWORD_SET = "password_set", _("Password set by somebody else")
        FACTOR_SET_UP = "factor_set_up", _("Second factor set up")
        FACTOR_PASSED = "factor_passed", _("Second factor passed")
        FACTOR_FAILED = "factor_failed", _("Wrong code of the second factor")
        FACTOR_REMOVED = "factor_removed", _("Second factor removed")
        CODES_MADE = "codes_made", _("New recovery codes")
        CODE_USED = "code_used", _("Recovery code used")
        DEVICE_REMEMBERED = "device_remembered", _("Device remembered")
        DEVICE_FORGOTTEN = "device_forgotten", _("Device forgotten")
        RESET_ASKED = "reset_asked", _("Reset of the second factor asked for")
        RESET_CONFIRMED = "reset_confirmed", _("Reset of the second factor confirmed")
        RESET_REFUSED = "reset_refused", _("Reset of the second factor refused")
        ACCOUNT_OPENED = "account_opened", _("Account opened")
        ACCOUNT_CLOSED = "account_closed", _("Account closed")
        ACCOUNT_REOPENED = "account_reopened", _("Account opened again")
        ACCOUNT_CHANGED = "account_changed", _("Account changed")
        ROLE_PROPOSED = "role_proposed", _("Role proposed")
        ROLE_GIVEN = "role_given", _("Role given")
        ROLE_REFUSED = "role_refused", _("Role refused")
        ROLE_TAKEN = "role_taken", _("Role taken away")

    kind = models.CharField(_("what happened"), max_length=20, choices=Kind)
    about = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("about the account")
    )  # null: nobody has the name that was typed
    by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("done by")
    )  # null: nobody who had logged in, or the technician on the server
    at = models.DateTimeField(_("at"), db_index=True)
    address = models.GenericIPAddressField(_("from the address"), null=True)
    detail = models.CharField(_("detail"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("event of an account")
        verbose_name_plural = _("record of accounts")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.at):%Y-%m-%d %H:%M} {self.get_kind_display()} {self.about or '—'}"


class LoginSession(AbstractBaseSession):
    """A browser in which somebody is logged in. Deleting the row logs it out; `staff.signing_in.sessions` writes it."""

    account = models.ForeignKey(User, models.CASCADE, null=True, related_name="+", verbose_name=_("account"))
    begun_at = models.DateTimeField(_("since"))
    seen_at = models.DateTimeField(_("last seen"))
    address = models.GenericIPAddressField(_("from the address"), null=True)
    browser = models.CharField(_("browser"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("login")
        verbose_name_plural = _("logins")
        ordering = ["-seen_at"]

    def __str__(self) -> str:
        return f"{self.account} {self.browser}"

    @classmethod
    def get_session_store_class(cls) -> type:
        return import_module(settings.SESSION_ENGINE).SessionStore


class RememberedDevice(models.Model):
    """A browser that is not asked for a code for thirty days. Of its token the database has a digest only."""

    account = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("account"))
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(_("since"))
    expires_at = models.DateTimeField(_("until"), db_index=True)
    address = models.GenericIPAddressField(_("from the address"), null=True)
    browser = models.CharField(_("browser"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("remembered device")
        verbose_name_plural = _("remembered devices")
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.account} {self.browser}"


class FactorReset(models.Model):
    """That somebody's second factor be taken away, because he has lost it: asked for by one, confirmed by another."""

    account = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("account"))
    reason = models.CharField(_("reason"), max_length=200)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("asked for by"))
    asked_at = models.DateTimeField(_("asked for at"))
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by"))
    decided_at = models.DateTimeField(_("decided at"), null=True)  # without decided_by: it has lapsed
    is_confirmed = models.BooleanField(_("confirmed"), default=False)

    class Meta:
        verbose_name = _("reset of a second factor")
        verbose_name_plural = _("resets of second factors")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=Q(decided_at__isnull=True), name="a_reset_is_asked_for_once"
            ),
            models.CheckConstraint(condition=~Q(asked_by=F("account")), name="nobody_asks_for_a_reset_of_his_own"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("account")) & ~Q(decided_by=F("asked_by")),
                name="a_reset_is_decided_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(is_confirmed=False) | Q(decided_by__isnull=False), name="a_confirmed_reset_names_who"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} {timezone.localtime(self.asked_at):%Y-%m-%d %H:%M}"
