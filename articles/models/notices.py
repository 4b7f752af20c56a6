"""Where the newsroom is told that pieces wait: robots of group chats. They are told no headline and no text."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Service(models.TextChoices):
    WECOM = "wecom", _("WeCom")
    DINGTALK = "dingtalk", _("DingTalk")


class NoticeTarget(models.Model):
    """A robot of a group chat, and how far in the record of steps it has been told."""

    name = models.CharField(_("name of the group"), max_length=30, help_text=_("As the newsroom calls the group."))
    service = models.CharField(_("service"), max_length=10, choices=Service.choices, default=Service.WECOM)
    address = models.CharField(
        _("webhook address"),
        max_length=500,
        help_text=_("As the group's robot shows it, its key included. Whoever knows it can write into the group."),
    )
    secret = models.CharField(
        _("signing secret"),
        max_length=100,
        blank=True,
        help_text=_("DingTalk only, where the robot's safety setting is “signature”: it begins with SEC."),
    )
    is_on = models.BooleanField(_("switched on"), default=True)
    told = models.PositiveBigIntegerField(default=0, editable=False)  # the position of the last review it was told of
    told_at = models.DateTimeField(_("last message"), null=True, editable=False)
    failed_at = models.DateTimeField(_("last failure"), null=True, editable=False)
    failure = models.CharField(_("what failed"), max_length=300, blank=True, editable=False)

    class Meta:
        verbose_name = _("group chat")
        verbose_name_plural = _("group chats")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
