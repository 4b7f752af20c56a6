"""A password that somebody else has set opens one page only: the one on which it is changed."""

from django import forms
from django.contrib.admin.forms import AdminPasswordChangeForm as OwnPasswordChangeForm
from django.contrib.auth.views import PasswordChangeView
from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _

from staff import events
from staff.models import AccountEvent, User
from staff.signing_in import ending


class OwnPasswordForm(OwnPasswordChangeForm):
    """A password of one's own: another than the one that was set."""

    def clean_new_password1(self) -> str:
        password = self.cleaned_data["new_password1"]
        if self.user.check_password(password):
            raise forms.ValidationError(_("Choose another password than the old one."))
        return password

    def save(self, commit: bool = True) -> User:
        self.user.must_change_password = False
        return super().save(commit)


class OwnPasswordView(PasswordChangeView):
    """A new password of one's own ends all other logins, and no device is remembered any longer."""

    form_class = OwnPasswordForm

    @transaction.atomic
    def form_valid(self, form: OwnPasswordForm) -> HttpResponse:
        response = super().form_valid(form)
        user, request = self.request.user, self.request
        ending.end_everything(user, keep=request.session.session_key)
        events.record(AccountEvent.Kind.PASSWORD_CHANGED, about=user, by=user, request=request)
        return response
