"""Charts of the statistics: bars with their words and numbers, which the template draws as SVG."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.formats import number_format

CHART_WIDTH, CHART_HEIGHT = 640, 200  # units of the drawing
ROW_HEIGHT, LABEL_WIDTH, NUMBER_WIDTH = 24, 110, 80


def cell(value: object) -> str:
    """A number with its thousands apart, an empty place for nothing."""
    if isinstance(value, int | float):
        return number_format(value, use_l10n=True, force_grouping=True) if value else ""
    return str(value)


@dataclass(frozen=True)
class Words:
    """A text of a drawing and where it stands; `anchor` is what of it stands there: start, middle, end."""

    text: str
    x: float
    y: float
    anchor: str


@dataclass(frozen=True)
class Bar:
    """A bar with its label and its number, in units of the drawing."""

    x: float
    y: float
    width: float
    height: float
    words: tuple[Words, Words]


@dataclass(frozen=True)
class Chart:
    """Bars that the template draws as SVG; `description` says in words what they show."""

    key: str
    title: str
    description: str
    width: int
    height: int
    bars: tuple[Bar, ...]


def by_month(key: str, title: str, numbers: Sequence[tuple[str, int]]) -> Chart:
    """Upright bars, one a month."""
    most = max((number for _label, number in numbers), default=0) or 1
    step = CHART_WIDTH / max(len(numbers), 1)
    bars = []
    for place, (label, number) in enumerate(numbers):
        height = round(number / most * (CHART_HEIGHT - 44), 1)
        middle, top = round((place + 0.5) * step, 1), round(CHART_HEIGHT - 22 - height, 1)
        words = Words(cell(number), middle, top - 6, "middle"), Words(label, middle, CHART_HEIGHT - 6, "middle")
        bars.append(Bar(round((place + 0.15) * step, 1), top, round(step * 0.7, 1), height, words))
    return Chart(key, title, _in_words(numbers), CHART_WIDTH, CHART_HEIGHT, tuple(bars))


def by_person(key: str, title: str, numbers: Sequence[tuple[str, int]]) -> Chart:
    """Lying bars, one a person."""
    most = max((number for _label, number in numbers), default=0) or 1
    room = CHART_WIDTH - LABEL_WIDTH - NUMBER_WIDTH
    bars = []
    for place, (label, number) in enumerate(numbers):
        width, line = round(number / most * room, 1), place * ROW_HEIGHT + 17
        words = (
            Words(label, LABEL_WIDTH - 8, line, "end"),
            Words(cell(number), round(LABEL_WIDTH + width + 8, 1), line, "start"),
        )
        bars.append(Bar(LABEL_WIDTH, place * ROW_HEIGHT + 4, width, ROW_HEIGHT - 8, words))
    return Chart(key, title, _in_words(numbers), CHART_WIDTH, max(len(bars), 1) * ROW_HEIGHT, tuple(bars))


def _in_words(numbers: Iterable[tuple[str, int]]) -> str:
    return "；".join(f"{label} {number}" for label, number in numbers)
