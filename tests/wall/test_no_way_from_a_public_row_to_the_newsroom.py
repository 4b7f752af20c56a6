"""Walk every relation of Django's `_meta` from a public row: nothing of the newsroom or of the staff's accounts."""

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import Model

from articles.models import counted, desk_lists, imports, newsroom, published, record, shared
from articles.receivers import SHOWN_TO_READERS
from staff.models import DutyRoster, Reporter, User

READERS = {
    model
    for model in apps.get_app_config("articles").get_models()
    if model.__module__ in {published.__name__, shared.__name__}
}
NEWSROOM = {
    model
    for model in apps.get_app_config("articles").get_models()
    if model.__module__ in {module.__name__ for module in (counted, desk_lists, imports, newsroom, record)}
}
SHARED_THAT_READERS_SEE = {shared.Section, shared.Tag, Reporter}


def reachable(start: type[Model]) -> set[type[Model]]:
    """Every model that a query beginning at this one can name with `__`, in either direction."""
    seen, waiting = set(), [start]
    while waiting:
        model = waiting.pop()
        if model in seen:
            continue
        seen.add(model)
        waiting += [field.related_model for field in model._meta.get_fields() if field.related_model]
    return seen


def test_from_a_public_row_a_query_reaches_public_rows_and_what_they_show_and_nothing_else():
    expected = {
        published.PublishedArticle,
        published.PublishedByline,
        published.PublishedPhoto,
        published.PublishedTag,
        *SHARED_THAT_READERS_SEE,
    }
    assert reachable(published.PublishedArticle) == expected


def test_no_model_that_readers_see_leads_to_the_newsroom_or_to_accounts():
    forbidden = NEWSROOM | {User, DutyRoster, LogEntry, Session, ContentType}
    for model in {*SHARED_THAT_READERS_SEE, published.Correction, published.Withdrawal, shared.SiteSettings}:
        assert not reachable(model) & forbidden, model


def test_the_walk_would_find_a_way_if_there_were_one():
    """The proof can fail: from the newsroom everything is in reach."""
    assert {newsroom.Revision, User, Reporter, shared.Tag} <= reachable(newsroom.Article)


def test_every_shared_model_that_a_public_page_shows_begins_a_generation_when_it_changes():
    assert set(SHOWN_TO_READERS) == {
        model for model in reachable(published.PublishedArticle) if model.__module__ != published.__name__
    } | {shared.SiteSettings}


def test_keys_of_the_newsroom_to_shared_rows_hide_their_reverse_name():
    for model in NEWSROOM:
        for field in model._meta.get_fields():
            if field.concrete and field.related_model in READERS | {Reporter, User}:
                assert field.remote_field.hidden, f"{model.__name__}.{field.name}"
