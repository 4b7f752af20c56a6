"""Group chats that are told what waits, and the number in the title of the tab, which needs no chat."""

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, HttpResponseRedirect, JsonResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import waiting
from articles.models.notices import NoticeTarget, Service
from articles.models.record import Review, ReviewChain
from articles.notices import posting, telling


class NoticeTargetForm(forms.ModelForm):
    """The address of a robot; the secret is never shown again."""

    class Meta:
        model = NoticeTarget
        fields = ["name", "service", "address", "secret", "is_on"]
        widgets = {
            "address": forms.URLInput({"class": "vURLField", "autocomplete": "off"}),
            "secret": forms.PasswordInput({"class": "vTextField", "autocomplete": "new-password"}),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.secret:
            self.fields["secret"].help_text = _("A secret is kept. Leave this empty to keep it.")

    def clean_address(self) -> str:
        address = self.cleaned_data["address"]
        reason = posting.why_not_address(address, is_private_allowed=settings.WEBHOOKS_MAY_BE_PRIVATE)
        if reason:
            raise forms.ValidationError(reason)
        return address

    def clean(self) -> dict:
        data = super().clean()
        if data.get("service") != Service.DINGTALK:
            data["secret"] = ""
        elif not data.get("secret"):
            data["secret"] = self.initial.get("secret", "")
        return data


@admin.register(NoticeTarget)
class NoticeTargetAdmin(admin.ModelAdmin):
    """Kept by 管理员 alone. They are told numbers and addresses, never a headline."""

    form = NoticeTargetForm
    list_display = ["name", "service", "is_told", "told_at", "trouble"]
    readonly_fields = ["told_at", "trouble"]
    fields = ["name", "service", "address", "secret", "is_on", "told_at", "trouble"]
    actions = ["send_test"]

    @admin.display(description=gettext_lazy("switched on"))
    def is_told(self, target: NoticeTarget) -> str:
        return _("Yes") if target.is_on else _("No")

    @admin.display(description=gettext_lazy("what failed"))
    def trouble(self, target: NoticeTarget) -> SafeString | str:
        if not target.failure:
            return "—"
        at = timezone.localtime(target.failed_at).strftime("%m-%d %H:%M")
        return format_html('<span class="mark mark-down">{}</span> {}', at, target.failure)

    def save_model(self, request: HttpRequest, obj: NoticeTarget, form: forms.ModelForm, change: bool) -> None:
        """A new chat is told what happens from now on."""
        if not change:
            obj.told = Review.objects.order_by("-position").values_list("position", flat=True).first() or 0
        super().save_model(request, obj, form, change)

    @admin.action(description=gettext_lazy("Send a message to try it"), permissions=["change"])
    def send_test(self, request: HttpRequest, queryset) -> HttpResponse:
        for target in queryset:
            if telling.deliver(target, _("The newsroom can write here."), now=timezone.now()):
                messages.success(request, _("“%(name)s” has been told.") % {"name": target})
            else:
                target.refresh_from_db()
                messages.error(request, f"{target}：{target.failure}")
        return HttpResponseRedirect(reverse("admin:articles_noticetarget_changelist"))


class WaitingMixin(admin.ModelAdmin):
    """`waiting/`: how many pieces wait for whoever asks. Every open tab asks, so it costs little when nothing moved."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.waiting_view)
        return [path("waiting/", view, name="articles_article_waiting"), *super().get_urls()]

    def waiting_view(self, request: HttpRequest) -> HttpResponse:
        """The number as JSON; 304 where no step was taken since. Roles and duty change it too, within the hour."""
        now = timezone.now()
        chain = ReviewChain.objects.values_list("length", flat=True).first() or 0
        tag = f'"{request.user.pk}-{chain}-{now:%Y%m%d%H}"'
        if request.headers.get("If-None-Match") == tag:
            response = HttpResponseNotModified()
        else:
            count = 0
            if request.user.has_perm("articles.view_article"):
                desk = waiting.for_person(request.user, now=now)
                count = desk.mine.total + desk.sent_back.total
            response = JsonResponse({"waiting": count})
        response["ETag"] = tag
        response["Cache-Control"] = "private, no-cache"
        return response
