"""The switches of the paper: a record to which rows are only added, and whose last row says how it stands."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Switch(models.TextChoices):
    """What can be switched on for a while."""

    CLOSED = "closed", _("Site closed")
    READ_ONLY = "read_only", _("Newsroom read-only")


class Switching(models.Model):
    """Somebody turned a switch. Never changed and never deleted: triggers see to it (articles.triggers)."""

    switch = models.CharField(_("switch"), max_length=12, choices=Switch.choices)
    is_on = models.BooleanField(_("on"))
    reason = models.CharField(_("reason"), max_length=200, help_text=_("For the record. Readers do not see it."))
    notice = models.CharField(
        _("notice"),
        max_length=200,
        blank=True,
        help_text=_("What people read meanwhile, for example until when. Empty: only that it is so."),
    )
    by = models.ForeignKey(
        "staff.User", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )  # nobody: the command line
    by_name = models.CharField(_("name"), max_length=60, editable=False)
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("switching")
        verbose_name_plural = _("switches")
        ordering = ["-pk"]
        indexes = [models.Index("switch", models.F("id").desc(), name="last_of_a_switch")]
        permissions = [
            ("close_site", "Can close and open the site"),
            ("make_read_only", "Can make the newsroom read-only"),
            ("export_audit_trail", "Can read and export the audit trail"),
        ]

    def __str__(self) -> str:
        return f"{self.get_switch_display()} {_('switched on') if self.is_on else _('switched off')}"
