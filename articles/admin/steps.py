"""The steps of a piece with their pages, and the other pages of pieces, for the admin of pieces."""

from articles.admin.discarding import DiscardMixin
from articles.admin.history import HistoryMixin
from articles.admin.notes import NotesMixin
from articles.admin.preview import PreviewMixin
from articles.admin.register import RegisterMixin
from articles.admin.slip import SlipMixin
from articles.admin.step_buttons import StepButtonsMixin
from articles.admin.step_page import StepPageMixin
from articles.admin.times import TimesMixin
from articles.admin.together import TogetherMixin


class StepsMixin(
    StepButtonsMixin,
    StepPageMixin,
    HistoryMixin,
    PreviewMixin,
    TimesMixin,
    TogetherMixin,
    SlipMixin,
    RegisterMixin,
    NotesMixin,
    DiscardMixin,
):
    """One mixin a page; each adds its own address."""
