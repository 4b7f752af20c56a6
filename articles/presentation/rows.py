"""Instances of models from the rows of statements that are written out.

To compile a statement from querysets takes longer than both databases take to answer it, and a page asks for little.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model

from articles.models.shared import Section, SiteSettings

Row = TypeVar("Row", bound=Model)


def columns_of(model: type[Model], alias: str) -> list[str]:
    """All columns of a model, for SELECT."""
    return [f"{alias}.{field.column}" for field in model._meta.concrete_fields]


def made(model: type[Row], values: Sequence) -> Row:
    """An instance from the columns as the database gives them."""
    said = list(values)
    for place, convert in _converters(model, connection.vendor):
        said[place] = convert(said[place])
    return model.from_db(connection.alias, [field.attname for field in model._meta.concrete_fields], said)


@lru_cache
def _converters(model: type[Model], vendor: str) -> list[tuple[int, Callable[[Any], Any]]]:
    """What turns the values of a plain statement into Python's: by the place of their column."""
    columns = [field.get_col(model._meta.db_table) for field in model._meta.concrete_fields]
    return [
        (place, partial(convert, expression=column, connection=connection))
        for place, column in enumerate(columns)
        for convert in [*connection.ops.get_db_converters(column), *column.get_db_converters(connection)]
    ]


# The paper and its sections stand on thousands of pages; they are made anew only when their columns say otherwise. What
# comes out is shared by all pages of a process: nobody changes it.
@lru_cache(100)
def section(values: tuple) -> Section:
    return made(Section, values)


@lru_cache(4)
def paper(values: tuple) -> SiteSettings:
    """The paper's facts; plain ones where the columns are those of no row."""
    return made(SiteSettings, values) if values[0] is not None else SiteSettings.not_set_up()
