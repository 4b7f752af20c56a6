"""The only receivers of this app: a changed shared row begins a generation; after migrate, triggers and indexes stand.

No signal carries a rule. `QuerySet.update()` sends none: whoever updates shared rows so begins the generation himself.
"""

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate, post_save

from articles import generation, newsroom_search, search, triggers
from articles.models.placing import FrontSlot, PrintedPage
from articles.models.shared import Section, SiteSettings, Tag
from articles.search import keeping
from staff.models import Reporter

#: Shared rows that public pages show. The graph test compares this list with what a public row can reach.
SHOWN_TO_READERS = (Section, Tag, Reporter, SiteSettings)
#: What pages show from the moment that it is made.
SHOWN_AT_ONCE = (SiteSettings, PrintedPage, FrontSlot)


def begin_generation(sender, *, created: bool = False, raw: bool = False, **kwargs) -> None:
    """A new section, tag or reporter is on no page yet: only a changed or deleted one counts."""
    if not raw and (not created or sender in SHOWN_AT_ONCE):
        generation.begin_new()


def install_indexes(sender, using: str, **kwargs) -> None:
    """What of the search's indexes Django's models cannot describe; a flush has emptied the rows, so the rest, too."""
    for kept in (search.PUBLIC_PIECES, newsroom_search.WORKING_COPIES):
        keeping.install(kept.index, using)


def connect(app: AppConfig) -> None:
    for model in {*SHOWN_TO_READERS, *SHOWN_AT_ONCE}:
        uid = f"articles.generation.{model.__name__}"
        post_save.connect(begin_generation, sender=model, dispatch_uid=uid)
        post_delete.connect(begin_generation, sender=model, dispatch_uid=uid)
    post_migrate.connect(triggers.install_after_migrate, sender=app, dispatch_uid="articles.triggers")
    post_migrate.connect(install_indexes, sender=app, dispatch_uid="articles.search")
