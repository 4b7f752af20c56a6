"""Accounts: their roles, their logins, their passwords."""

from http import HTTPStatus

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Case, QuerySet, When
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from staff import events, granting, roles
from staff.admin.records import mark
from staff.choosing import ReporterSelect
from staff.models import AccountEvent, RoleGrant, User
from staff.signing_in import ending, second_factor, throttling

Kind = AccountEvent.Kind

#: What each role may do, in one line beside its box.
ROLE_HELP = {
    roles.REPORTER: gettext_lazy("writes and submits his own pieces"),
    roles.PROOFREADER: gettext_lazy("proofreads, and checks printed pages"),
    roles.EDITOR: gettext_lazy("edits, passes first review, opens corrections, imports pages"),
    roles.DESK_HEAD: gettext_lazy("passes second review, decides what is not used"),
    roles.DEPUTY_CHIEF: gettext_lazy("passes final review"),
    roles.CHIEF: gettext_lazy("passes final review, releases, withdraws, keeps the duty roster"),
    roles.ADMINISTRATOR: gettext_lazy("keeps accounts and settings; passes no review"),
}


class RolesField(forms.ModelMultipleChoiceField):
    """Roles as boxes, each with what it may do, in the order of the table."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **options) -> None:
        order = Case(*(When(name=name, then=place) for place, name in enumerate(roles.PERMISSIONS)))
        queryset = Group.objects.filter(name__in=roles.PERMISSIONS).order_by(order)
        super().__init__(queryset, required=False, label=gettext_lazy("roles"), **options)
        self.queryset = queryset

    def label_from_instance(self, group: Group) -> SafeString:
        return format_html('<b>{}</b> <span class="quiet">{}</span>', group.name, ROLE_HELP[group.name])


class NewAccountForm(UserCreationForm):
    groups = RolesField()

    class Meta(UserCreationForm.Meta):
        model = User
        fields = ["username", "name"]


class AccountForm(UserChangeForm):
    groups = RolesField()

    class Meta(UserChangeForm.Meta):
        model = User


class PasswordForm(AdminPasswordChangeForm):
    """A new password for somebody, who then chooses his own. An account without one is closed instead."""

    def save(self, commit: bool = True) -> User:
        self.user.must_change_password = True
        return super().save(commit)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("usable_password", None)


class OwnAccountForm(UserChangeForm):
    class Meta(UserChangeForm.Meta):
        model = User


class RoleFilter(admin.RelatedFieldListFilter):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.title = _("role of the account")


@admin.register(User)
class AccountAdmin(UserAdmin):
    """Accounts and their roles. Nobody changes his own roles, and nobody closes his own account."""

    form = AccountForm
    add_form = NewAccountForm
    change_password_form = PasswordForm
    list_display = ["name", "username", "role_names", "reporter", "state", "last_login"]
    list_display_links = ["name", "username"]
    list_filter = ["is_active", ("groups", RoleFilter)]
    show_facets = admin.ShowFacets.NEVER
    list_select_related = ["reporter"]
    search_fields = ["name", "username"]
    search_help_text = gettext_lazy("Search by name")
    ordering = ["name", "username"]
    filter_horizontal = []
    autocomplete_fields = ["reporter"]
    actions = None
    change_form_template = "registration/account_form.html"
    fieldsets = [
        (None, {"fields": ["username", "password", "name", "reporter", "email", "language", "is_active"]}),
        (gettext_lazy("Roles"), {"fields": ["groups", "waiting_roles", "sections"]}),
        (gettext_lazy("Login"), {"fields": ["lock", "second_factor"]}),
        (gettext_lazy("Record"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [(None, {"fields": ["username", "name", "password1", "password2", "groups"]})]

    @admin.display(description=gettext_lazy("roles"))
    def role_names(self, user: User) -> str:
        held = {group.name for group in user.groups.all()}
        return "、".join(role for role in roles.PERMISSIONS if role in held) or "—"

    @admin.display(description=gettext_lazy("state of the account"), ordering="is_active")
    def state(self, user: User) -> SafeString:
        return mark("published", _("account open")) if user.is_active else mark("rejected", _("account closed"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        # As whom he is credited decides what he may review: nobody changes it for himself.
        own = ["role_names", "state", "reporter"] if obj and obj.pk == request.user.pk else ["waiting_roles"]
        return ["last_login", "date_joined", "lock", "second_factor", *own] if obj else []

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> list:
        if obj is None or obj.pk != request.user.pk:
            return super().get_fieldsets(request, obj)
        (heading, account), _roles, _login, record = self.fieldsets
        account = {"fields": ["state" if name == "is_active" else name for name in account["fields"]]}
        own = {"fields": ["role_names"], "description": _("Nobody changes his own roles: ask another administrator.")}
        return [(heading, account), (gettext_lazy("Roles"), own), record]

    def formfield_for_dbfield(self, db_field, request: HttpRequest, **kwargs):
        if db_field.name == "sections":
            return db_field.formfield(widget=forms.CheckboxSelectMultiple())
        if db_field.name == "reporter":
            kwargs["widget"] = ReporterSelect(db_field, self.admin_site)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_form(self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs):
        if obj is not None and obj.pk == request.user.pk:
            kwargs["form"] = OwnAccountForm
        return super().get_form(request, obj, change=change, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """An account above all roles is changed by its like only."""
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """An account stands in the record of reviews: it is closed, never deleted."""
        return False

    def save_model(self, request: HttpRequest, obj: User, form: forms.ModelForm, change: bool) -> None:
        """Whoever has an account works in the newsroom's admin: there is nothing else to log in to."""
        if not change:
            obj.is_staff = obj.must_change_password = True
        super().save_model(request, obj, form, change)
        changed = [name for name in form.changed_data if name not in {"groups", "is_active"}] if change else []
        if not change:
            self._record(request, Kind.ACCOUNT_OPENED, obj)
        if changed:
            labels = "、".join(str(form.fields[name].label) for name in changed)
            self._record(request, Kind.ACCOUNT_CHANGED, obj, detail=labels)
        if change and "is_active" in form.changed_data:
            if not obj.is_active:
                ending.end_everything(obj)
            self._record(request, Kind.ACCOUNT_REOPENED if obj.is_active else Kind.ACCOUNT_CLOSED, obj)

    def _record(self, request: HttpRequest, kind: AccountEvent.Kind, user: User, detail: str = "") -> None:
        events.record(kind, about=user, by=request.user, request=request, detail=detail)

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: list, change: bool) -> None:
        """A review role that is new to somebody waits for another than who gives it."""
        user = form.instance
        before = set(user.groups.values_list("name", flat=True))
        super().save_related(request, form, formsets, change)
        after = set(user.groups.values_list("name", flat=True))
        waiting = granting.propose(user, after - before, by=request.user, now=timezone.now())
        for kind, names in (
            (Kind.ROLE_TAKEN, before - after),
            (Kind.ROLE_GIVEN, after - before - set(waiting)),
            (Kind.ROLE_PROPOSED, waiting),
        ):
            for name in sorted(names):
                self._record(request, kind, user, detail=name)
        if waiting:
            who = granting.who_confirms(user, request.user)
            said = _("Waiting for %(who)s to confirm: %(roles)s.") % {"who": who, "roles": "、".join(waiting)}
            self.message_user(request, said, messages.WARNING)

    @transaction.atomic
    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002
        """A new password for somebody else ends his logins."""
        response = super().user_change_password(request, id, form_url)
        if request.method == "POST" and response.status_code == HTTPStatus.FOUND:
            user = self.get_object(request, unquote(id))
            is_own = user.pk == request.user.pk
            ending.end_everything(user, keep=request.session.session_key if is_own else None)
            self._record(request, Kind.PASSWORD_CHANGED if is_own else Kind.PASSWORD_SET, user)
        return response

    def get_urls(self) -> list:
        free = self.admin_site.admin_view(require_POST(self.free_view))
        return [path("<int:pk>/free/", free, name="staff_user_free"), *super().get_urls()]

    def free_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """管理员 frees an account that failed logins have locked."""
        user = get_object_or_404(User, pk=pk)
        if not self.has_change_permission(request, user):
            raise PermissionDenied
        if throttling.free(user):
            self._record(request, Kind.UNLOCKED, user)
            self.message_user(request, _("%(who)s can log in again.") % {"who": user}, messages.SUCCESS)
        else:
            self.message_user(request, _("%(who)s is not locked.") % {"who": user}, messages.INFO)
        return HttpResponseRedirect(reverse("admin:staff_user_change", args=[pk]))

    @admin.display(description=gettext_lazy("lock"))
    def lock(self, user: User) -> str | SafeString:
        """The button belongs to a form of its own at the end of the page."""
        places = throttling.locked_places(user)
        if not places:
            return _("not locked")
        said = _("locked after failed logins from: %(places)s") % {"places": "、".join(places)}
        return format_html(
            '{} <button type="submit" class="button" form="free-account">{}</button>', said, _("Free the account")
        )

    @admin.display(description=gettext_lazy("second factor"))
    def second_factor(self, user: User) -> str:
        standing = second_factor.standing(user, now=timezone.now())
        if standing.is_set_up:
            return _("set up")
        return _("not set up yet, asked for at the next login") if standing.is_due else _("not set up")

    @admin.display(description=gettext_lazy("to be confirmed"))
    def waiting_roles(self, user: User) -> str:
        return "、".join(RoleGrant.objects.waiting().filter(user=user).values_list("role", flat=True)) or "—"
