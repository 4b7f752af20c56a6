"""Addresses that readers have bookmarked: one may change, and the old one leads to the new one from then on."""

from django import forms
from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from articles import merging

HELP = gettext_lazy("When it changes, the old address keeps leading here.")


class AddressForm(forms.ModelForm):
    """A row with an address that no old link of another row uses."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields and self.instance.pk:
            self.fields["slug"].help_text = f"{self.fields['slug'].help_text} {HELP}".strip()

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        if reason := merging.why_not_address(self.instance, slug):
            raise forms.ValidationError(reason)
        return slug


class AddressMixin(admin.ModelAdmin):
    form = AddressForm

    def save_model(self, request: HttpRequest, obj, form: forms.ModelForm, change: bool) -> None:
        with transaction.atomic():
            if change:
                merging.remember_address(obj, form.initial.get("slug", ""))
            super().save_model(request, obj, form, change)
