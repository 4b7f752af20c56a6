"""The pages of one's own account: second factor, remembered devices, logins; and resets, which two others decide."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_POST

from staff import events
from staff.keys import read_key
from staff.models import AccountEvent, FactorReset, LoginSession, User
from staff.signing_in import devices, ending, resets, second_factor, sessions
from staff.signing_in.second_factor import WrongCode

Kind = AccountEvent.Kind

#: Events of his own that somebody sees on his page.
SHOWN_EVENTS = 15


class CodeForm(forms.Form):
    """A code of the authenticator, or a recovery code where that is allowed."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        widget=forms.TextInput(
            {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True, "spellcheck": "false"}
        ),
    )
    remember = forms.BooleanField(label=gettext_lazy("Remember this device for 30 days"), required=False)


class AskForm(forms.Form):
    """Whose second factor is lost, and why."""

    account = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("Whose"), empty_label="——")
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=200, widget=forms.TextInput({"class": "vTextField"})
    )

    def __init__(self, *args, by: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].queryset = resets.accounts_with_one(besides=by)


def page(request: HttpRequest, template: str, title: str, **context: object) -> HttpResponse:
    """A page of the admin's look."""
    everywhere = {**admin.site.each_context(request), "title": title}
    return TemplateResponse(request, f"registration/{template}.html", {**everywhere, **context})


# --- passing the second factor ---------------------------------------------------------------------------------------


@sensitive_variables("form")
@sensitive_post_parameters("code")
def second_factor_view(request: HttpRequest) -> HttpResponse:
    """Asks for a code after the password; nothing else is open until it was right."""
    goal = _safe(request.POST.get("next") or request.GET.get("next", ""), request)
    device = second_factor.device_of(request.user)
    if device is None or second_factor.PASSED in request.session:
        return HttpResponseRedirect(goal)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (used := _pass(request, form)) is not None:
        response = HttpResponseRedirect(goal)
        _let_in(request, device.pk)
        if used:
            left = second_factor.codes_left(request.user)
            messages.warning(request, _("A recovery code was used: %(left)d are left.") % {"left": left})
        if form.cleaned_data["remember"]:
            _remember(request, response)
        return response
    title = _("Second factor")
    return page(request, "second_factor", title, form=form, next=goal, has_permission=False)


def _pass(request: HttpRequest, form: CodeForm) -> bool | None:
    """Whether a recovery code was used; None where the code was wrong, which the form then says."""
    try:
        used = second_factor.check(request.user, form.cleaned_data["code"])
    except WrongCode as wrong:
        events.record(Kind.FACTOR_FAILED, about=request.user, by=request.user, request=request)
        form.add_error("code", str(wrong))
        return None
    kind = Kind.CODE_USED if used else Kind.FACTOR_PASSED
    events.record(kind, about=request.user, by=request.user, request=request)
    return used


def _let_in(request: HttpRequest, device: int) -> None:
    """The login has passed: it goes on under a new key."""
    request.session.cycle_key()
    request.session[second_factor.PASSED] = device


def _remember(request: HttpRequest, response: HttpResponse) -> None:
    device = devices.remember(request.user, request, response, now=timezone.now())
    events.record(Kind.DEVICE_REMEMBERED, about=request.user, by=request.user, request=request, detail=device.browser)


def _safe(goal: str, request: HttpRequest) -> str:
    """Where to go on: an address of this newsroom, else its first page."""
    is_ours = url_has_allowed_host_and_scheme(goal, allowed_hosts=None) and goal.startswith(reverse("admin:index"))
    return goal if is_ours else reverse("admin:index")


# --- setting it up ---------------------------------------------------------------------------------------------------


@sensitive_variables("form", "key", "codes")
@sensitive_post_parameters("code")
def set_up_view(request: HttpRequest) -> HttpResponse:
    """A QR code, a code that shows that it was read, and the recovery codes: once."""
    known = second_factor.standing(request.user, now=timezone.now())
    if known.is_set_up and second_factor.REPLACING not in request.session:
        return HttpResponseRedirect(reverse("admin:account"))
    key = request.session.get(second_factor.NEW_KEY) or second_factor.new_key()
    request.session[second_factor.NEW_KEY] = key
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            codes = second_factor.set_up(request.user, key, form.cleaned_data["code"])
        except WrongCode as wrong:
            form.add_error("code", str(wrong))
        else:
            return _is_set_up(request, codes, remember=form.cleaned_data["remember"])
    return page(
        request,
        "second_factor_set_up",
        _("Set up the second factor"),
        form=form,
        is_due=known.is_due and not known.is_set_up,
        key=second_factor.for_hand(key),
        qr=second_factor.qr_code(second_factor.address_for(request.user, key, issuer=settings.SITE_HOST)),
    )


def _is_set_up(request: HttpRequest, codes: list[str], *, remember: bool) -> HttpResponse:
    """Other logins of the account knew a password only: they end."""
    del request.session[second_factor.NEW_KEY]
    request.session.pop(second_factor.REPLACING, None)
    _let_in(request, second_factor.device_of(request.user).pk)
    ending.end_everything(request.user, keep=request.session.session_key)
    events.record(Kind.FACTOR_SET_UP, about=request.user, by=request.user, request=request)
    response = _codes_page(request, codes)
    if remember:
        _remember(request, response)
    return response


def _codes_page(request: HttpRequest, codes: list[str]) -> HttpResponse:
    return page(request, "recovery_codes", _("Your recovery codes"), codes=codes)


@sensitive_variables("form", "codes")
@sensitive_post_parameters("code")
@require_POST
@transaction.atomic
def recovery_codes_view(request: HttpRequest) -> HttpResponse:
    """Ten new recovery codes for a code of the authenticator."""
    form = CodeForm(request.POST)
    if not form.is_valid() or _pass(request, form) is None:
        return _refused(request, form)
    codes = second_factor.make_codes(request.user)
    events.record(Kind.CODES_MADE, about=request.user, by=request.user, request=request)
    return _codes_page(request, codes)


@sensitive_variables("form")
@sensitive_post_parameters("code")
@require_POST
def replace_view(request: HttpRequest) -> HttpResponse:
    """A last code of the old telephone opens the setup of a new one; the old one is good until that has succeeded."""
    form = CodeForm(request.POST)
    if not form.is_valid() or _pass(request, form) is None:
        return _refused(request, form)
    request.session[second_factor.REPLACING] = True
    return HttpResponseRedirect(reverse("admin:second_factor_set_up"))


@sensitive_variables("form")
@sensitive_post_parameters("code")
@require_POST
@transaction.atomic
def remove_view(request: HttpRequest) -> HttpResponse:
    """Whoever need not have a second factor may give it up, with a last code."""
    if second_factor.standing(request.user, now=timezone.now()).is_due:
        messages.error(request, _("Your account must have a second factor."))
        return HttpResponseRedirect(reverse("admin:account"))
    form = CodeForm(request.POST)
    if not form.is_valid() or _pass(request, form) is None:
        return _refused(request, form)
    second_factor.remove(request.user)
    ending.end_everything(request.user, keep=request.session.session_key)  # the others have passed what is no more
    request.session.pop(second_factor.PASSED, None)
    events.record(Kind.FACTOR_REMOVED, about=request.user, by=request.user, request=request)
    messages.success(request, _("The second factor is removed: your password is all that is asked for."))
    return HttpResponseRedirect(reverse("admin:account"))


def _refused(request: HttpRequest, form: CodeForm) -> HttpResponse:
    for said in form.errors.get("code", []):
        messages.error(request, said)
    return HttpResponseRedirect(reverse("admin:account"))


# --- one's own account -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ShownLogin:
    """A login as its owner sees it; `handle` names it in the form that ends it."""

    login: LoginSession
    handle: str
    is_this: bool


@require_GET
def account_view(request: HttpRequest) -> HttpResponse:
    """Everything that guards one's own account, on one page."""
    now, user = timezone.now(), request.user
    standing = second_factor.standing(user, now=now)
    logins = [
        ShownLogin(login, sessions.handle(login), login.session_key == request.session.session_key)
        for login in sessions.of_account(user, now=now)
    ]
    return page(
        request,
        "account",
        _("My account"),
        standing=standing,
        device=second_factor.device_of(user),
        codes_left=second_factor.codes_left(user) if standing.is_set_up else 0,
        form=CodeForm(auto_id=False),
        devices=devices.of_account(user, now=now),
        logins=sorted(logins, key=lambda shown: not shown.is_this),
        events=AccountEvent.objects.filter(about=user).select_related("by")[:SHOWN_EVENTS],
    )


@require_POST
def end_logins_view(request: HttpRequest) -> HttpResponse:
    """End one login of one's own, or all but this one."""
    handle = request.POST.get("login", "")
    this = request.session.session_key
    ended = sessions.end(request.user, keep=this, only=None if handle == "others" else handle)
    for login in ended:
        detail = f"{login.browser} {login.address or ''}"
        events.record(Kind.SESSION_ENDED, about=request.user, by=request.user, request=request, detail=detail)
    if ended:
        messages.success(request, _("Ended: %(number)d.") % {"number": len(ended)})
    else:
        messages.info(request, _("There is nothing to end: it has ended already."))
    return HttpResponseRedirect(reverse("admin:account"))


@require_POST
def forget_devices_view(request: HttpRequest) -> HttpResponse:
    """Forget one remembered device of one's own, or all."""
    which = request.POST.get("device", "")
    key = read_key(which)
    if key is None and which != "all":
        return HttpResponseRedirect(reverse("admin:account"))
    if devices.forget(request.user, pk=key):
        events.record(Kind.DEVICE_FORGOTTEN, about=request.user, by=request.user, request=request)
        messages.success(request, _("Forgotten: a code is asked for there at the next login."))
    return HttpResponseRedirect(reverse("admin:account"))


# --- resets ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ShownReset:
    """A reset that waits, and why this person may not decide on it, or ""."""

    reset: FactorReset
    reason: str
    deciders: list[User]


def resets_view(request: HttpRequest) -> HttpResponse:
    """Ask for a reset of somebody else's second factor; decide on what others have asked for."""
    now = timezone.now()
    form = AskForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        account, reason = form.cleaned_data["account"], form.cleaned_data["reason"]
        try:
            with transaction.atomic():  # what cannot be recorded does not happen
                asked = resets.ask(account, reason, by=request.user, now=now)
                events.record(Kind.RESET_ASKED, about=account, by=request.user, request=request, detail=asked.reason)
        except resets.CannotReset as cannot:
            form.add_error(None, str(cannot))
        else:
            messages.success(request, _("Asked for: now one of the people named below confirms it."))
            return HttpResponseRedirect(reverse("admin:second_factor_resets"))
    shown = [
        ShownReset(
            reset,
            resets.why_not_decide(reset, request.user, now=now),
            resets.who_could_decide(reset.account, reset.asked_by, now=now),
        )
        for reset in resets.waiting(now=now)
    ]
    return page(request, "second_factor_resets", _("A lost second factor"), form=form, resets=shown)


@require_POST
def decide_reset_view(request: HttpRequest, pk: int) -> HttpResponse:
    """管理员 or 总编辑 confirms or refuses what another has asked for a third."""
    reset = get_object_or_404(FactorReset.objects.select_related("account"), pk=pk)
    is_confirmed = request.POST.get("decision") == "confirm"
    kind = Kind.RESET_CONFIRMED if is_confirmed else Kind.RESET_REFUSED
    try:
        with transaction.atomic():
            resets.decide(reset, by=request.user, is_confirmed=is_confirmed, now=timezone.now())
            events.record(kind, about=reset.account, by=request.user, request=request, detail=reset.reason)
    except resets.CannotReset as cannot:
        messages.error(request, str(cannot))
    else:
        said = (
            _("The second factor of %(who)s is reset; his logins have ended.")
            if is_confirmed
            else _("Refused: %(who)s.")
        )
        messages.success(request, said % {"who": reset.account})
    return HttpResponseRedirect(reverse("admin:second_factor_resets"))


def urls(wrap: Callable[[Callable], Callable]) -> list[URLPattern]:
    """The addresses below /admin/; `wrap` asks for a login."""
    return [
        path("account/", wrap(account_view), name="account"),
        path("account/logins/end/", wrap(end_logins_view), name="end_logins"),
        path("account/devices/forget/", wrap(forget_devices_view), name="forget_devices"),
        path("second-factor/", wrap(second_factor_view), name="second_factor"),
        path("second-factor/set-up/", wrap(set_up_view), name="second_factor_set_up"),
        path("second-factor/recovery-codes/", wrap(recovery_codes_view), name="recovery_codes"),
        path("second-factor/replace/", wrap(replace_view), name="second_factor_replace"),
        path("second-factor/remove/", wrap(remove_view), name="second_factor_remove"),
        path("second-factor/resets/", wrap(resets_view), name="second_factor_resets"),
        path("second-factor/resets/<int:pk>/", wrap(decide_reset_view), name="decide_reset"),
    ]
