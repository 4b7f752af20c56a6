"""So that Django finds the models. Everybody else imports them from the file in which they are written."""

from articles.models import (  # noqa: F401
    counted,
    desk_lists,
    imports,
    newsroom,
    notices,
    placing,
    published,
    record,
    search,
    shared,
)
