"""So that Django finds the models. Everybody else imports them from the file in which they are written."""

from articles.models import counted, desk_lists, newsroom, notices, placing, published, search, shared  # noqa: F401
