"""A password that somebody else has set opens one page only: the one on which it is changed."""

from django import forms
from django.contrib.admin.forms import AdminPasswordChangeForm as OwnPasswordChangeForm
from django.utils.translation import gettext as _

from staff.models import User


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
