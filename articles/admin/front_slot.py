"""The front page as the desk fills it: which piece stands in which place, in which order, from when until when."""

import re

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Case, IntegerField, Max, OuterRef, QuerySet, Subquery, Value, When
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import generation
from articles.models.placing import FrontSlot, Slot, surplus
from articles.models.published import PublishedArticle
from staff.keys import read_key

PROPOSED = 100  # newest public pieces that the form proposes while somebody types
# must match: 12   12 长椿路社区食堂开张   https://www.example.cn/2023/04/07/12/   /2023/04/07/12/
NUMBER = re.compile(r"\s*(?:\S*/[0-9]{4}/[0-9]{2}/[0-9]{2}/)?([0-9]{1,18})(?:/\s*|\s.*)?", re.DOTALL)


class PieceInput(forms.TextInput):
    """Takes a number, proposing the newest public pieces with their headlines."""

    def render(self, name: str, value, attrs: dict | None = None, renderer=None) -> SafeString:
        newest = PublishedArticle.objects.latest().values_list("number", "headline")[:PROPOSED]
        return format_html(
            '{}<datalist id="public-pieces">{}</datalist>',
            super().render(name, value, {**(attrs or {}), "list": "public-pieces", "autocomplete": "off"}, renderer),
            format_html_join("", '<option value="{} {}"></option>', newest),
        )


class FrontSlotForm(forms.ModelForm):
    number = forms.CharField(
        label=gettext_lazy("Piece"),
        widget=PieceInput({"class": "vTextField"}),
        help_text=gettext_lazy("Its number or its address on the site; type words of the headline to find a new one."),
    )

    class Meta:
        model = FrontSlot
        fields = ["slot", "number", "heading", "begins_at", "ends_at"]

    def clean_number(self) -> int:
        typed = NUMBER.fullmatch(self.cleaned_data["number"])
        if not typed:
            raise forms.ValidationError(_("Type the number of a piece, or paste its address."))
        number = int(typed[1])
        if not PublishedArticle.objects.filter(pk=number).exists():
            raise forms.ValidationError(
                _("Readers have no piece with the number %(number)d. Only public pieces stand on the front page.")
                % {"number": number}
            )
        return number

    def clean(self) -> dict:
        """A row of pictures has no place for a piece without one: it would be listed as shown, and not be there."""
        cleaned = super().clean()
        piece = PublishedArticle.objects.filter(pk=cleaned.get("number")).first()
        if piece and not piece.photos and cleaned.get("slot") == Slot.PICTURES:
            self.add_error("number", _("This piece has no photo, so it can't stand in the picture news."))
        return cleaned


class PlacesList(ChangeList):
    """Its rows know which of them find their place full."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        rows = surplus()
        for slot in self.result_list:
            slot.surplus = rows


@admin.register(FrontSlot)
class FrontSlotAdmin(admin.ModelAdmin):
    """Places filled by the desk; what it leaves empty fills itself with the newest issue."""

    form = FrontSlotForm
    list_display = ["piece", "place", "times", "state", "moves"]
    list_filter = ["slot"]
    list_per_page = 100
    actions = None
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def get_queryset(self, request: HttpRequest) -> QuerySet[FrontSlot]:
        piece = PublishedArticle.objects.filter(pk=OuterRef("number"))
        as_on_the_page = Case(
            *(When(slot=slot, then=Value(place)) for place, slot in enumerate(Slot)), output_field=IntegerField()
        )
        rows = super().get_queryset(request)
        return rows.annotate(headline=Subquery(piece.values("headline")), slot_order=as_on_the_page).order_by(
            "slot_order", "position", "pk"
        )

    def get_changelist(self, request: HttpRequest, **kwargs) -> type[ChangeList]:
        return PlacesList

    def get_ordering(self, request: HttpRequest) -> tuple:
        """That of the rows, which are in the order of the page."""
        return ()

    def get_list_display(self, request: HttpRequest) -> list[str]:
        """Whoever may only look has no buttons."""
        return self.list_display if self.has_change_permission(request) else self.list_display[:-1]

    @admin.display(description=gettext_lazy("piece"))
    def piece(self, slot: FrontSlot) -> str:
        return f"{slot.number}　{slot.headline or '—'}"

    @admin.display(description=gettext_lazy("place"))
    def place(self, slot: FrontSlot) -> str:
        return f"{slot.get_slot_display()}　{slot.heading}".strip()

    @admin.display(description=gettext_lazy("from – until"))
    def times(self, slot: FrontSlot) -> str:
        said = [
            date_format(timezone.localtime(at), "n月j日 H:i") if at else "" for at in (slot.begins_at, slot.ends_at)
        ]
        return " – ".join(said) if any(said) else "—"

    @admin.display(description=gettext_lazy("state"))
    def state(self, slot: FrontSlot) -> str:
        if not slot.headline:
            return _("Not public any more: the next one has taken its place")
        if slot.pk in slot.surplus:
            return _("Not shown: the place is full, those before it stand there")
        if slot.is_on:
            return _("On the front page")
        return _("Its time is over") if slot.ends_at and slot.ends_at <= timezone.now() else _("Waits for its time")

    @admin.display(description=gettext_lazy("order"))
    def moves(self, slot: FrontSlot) -> SafeString:
        buttons = (("up", "↑", _("Up")), ("down", "↓", _("Down")), ("off", "×", _("Take off")))
        return format_html_join(
            " ",
            '<button class="move" name="_move" value="{}:{}" title="{}" aria-label="{}: {}">{}</button>',
            ((verb, slot.pk, words, words, slot.headline or slot.number, sign) for verb, sign, words in buttons),
        )

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        if request.method == "POST" and "_move" in request.POST:
            return self._move(request)
        return super().changelist_view(request, extra_context)

    def _move(self, request: HttpRequest) -> HttpResponse:
        verb, _colon, key = request.POST["_move"].partition(":")
        slot = FrontSlot.objects.filter(pk=read_key(key)).first()
        if slot and not self.has_change_permission(request, slot):
            raise PermissionDenied
        if slot and verb == "off":
            self.log_deletions(request, FrontSlot.objects.filter(pk=slot.pk))
            slot.delete()
        elif slot and move(slot, up=verb == "up"):
            self.log_change(request, slot, _("Moved up.") if verb == "up" else _("Moved down."))
        return HttpResponseRedirect(f"{reverse('admin:articles_frontslot_changelist')}?{request.GET.urlencode()}")

    def save_model(self, request: HttpRequest, obj: FrontSlot, form: FrontSlotForm, change: bool) -> None:
        if not change or "slot" in form.changed_data:
            last = FrontSlot.objects.filter(slot=obj.slot).aggregate(last=Max("position"))["last"]
            obj.position = 0 if last is None else last + 1
        obj.is_on = obj.is_due(timezone.now())
        super().save_model(request, obj, form, change)


def move(slot: FrontSlot, *, up: bool) -> bool:
    """Let a piece change places with the one before or after it; tells whether there is one."""
    with transaction.atomic():
        # Locked by key and sorted here: a database would sort first, by what stood there before it waited for the lock.
        rows = FrontSlot.objects.select_for_update().filter(slot=slot.slot).order_by("pk")
        order = sorted(rows, key=lambda row: (row.position, row.pk))
        at = order.index(slot) if slot in order else -1  # somebody may have taken it off meanwhile
        other = at - 1 if up else at + 1
        if at < 0 or not 0 <= other < len(order):
            return False
        order[at], order[other] = order[other], order[at]
        for position, row in enumerate(order):
            row.position = position
        FrontSlot.objects.bulk_update(order, ["position"])
        generation.begin_new()
    return True
