"""The disk is full, or the database goes away in the middle of a request: said in Chinese, nothing half-written."""

import errno
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.db.models.signals import post_save
from django.test import Client

from articles.models.newsroom import Article, Revision
from articles.models.shared import Photo
from gazette.errors import why
from tests import makers
from tests.cast import hire, logged_in
from tests.forms import fields_of, rows

WITH_TRANSACTIONS = pytest.mark.django_db(transaction=True)

ADD = "/admin/articles/article/add/"
PHOTO = "/admin/articles/photo/add/"


@contextmanager
def no_file_may_grow(beyond: int) -> Iterator[None]:
    """As on a full disk: what this process writes behind so many bytes of any file is an error."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (beyond, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def writer() -> Client:
    browser = logged_in(hire().li)
    browser.raise_request_exception = False
    return browser


def files_below(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


def caused(error: Exception, by: Exception) -> Exception:
    error.__cause__ = by
    return error


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "磁盘已满"),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), "磁盘已满"),
        (OperationalError("database or disk is full"), "磁盘已满"),
        (OSError(errno.EROFS, "Read-only file system"), "无法写入"),
        (OperationalError("attempt to write a readonly database"), "无法写入"),
        (OperationalError("the connection is closed"), "数据库暂时没有应答"),
        (InterfaceError("connection already closed"), "数据库暂时没有应答"),
        (caused(RuntimeError("x"), OSError(errno.ENOSPC, "No space left on device")), "磁盘已满"),
        (FileNotFoundError(errno.ENOENT, "x"), ""),
        (ValueError("secret"), ""),
        (None, ""),
    ],
)
def test_only_what_is_nobodys_mistake_is_told(error, said):
    assert (said in why(error)) if said else why(error) == ""


@WITH_TRANSACTIONS
def test_a_photo_for_which_there_is_no_room_leaves_nothing_and_comes_in_later():
    browser, private = writer(), settings.HOME / "private"
    before = files_below(private)
    sent = {**fields_of(browser.get(PHOTO), "photo_form"), "upload": makers.picture_file(3000, 2000, "chartreuse")}
    with no_file_may_grow(20_000):
        response = browser.post(PHOTO, sent)
    assert response.status_code == 503
    assert "服务器磁盘已满" in response.content.decode()
    assert "Traceback" not in response.content.decode()
    assert not Photo.objects.exists()
    assert files_below(private) == before
    sent["upload"].seek(0)
    assert browser.post(PHOTO, sent).status_code == 302
    assert Photo.objects.count() == 1


@WITH_TRANSACTIONS
def test_a_database_that_goes_away_in_the_middle_of_a_save_keeps_nothing_of_it_and_the_next_save_succeeds():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite is a file: nobody can end its connection")
    browser = writer()
    form = {**fields_of(browser.get(ADD), "article_form"), **rows("bylines", {"printed_name": "周明远"})}
    form |= {"headline": "青石桥重新通车", "body": "<p>一段。</p>"}

    def pull_the_plug(**kwargs) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    post_save.connect(pull_the_plug, sender=Article)
    try:
        response = browser.post(ADD, form)
    finally:
        post_save.disconnect(pull_the_plug, sender=Article)
    connection.close_if_unusable_or_obsolete()  # what the end of a request does
    assert (response.status_code, "数据库暂时没有应答" in response.content.decode()) == (503, True)
    assert not Article.objects.exists()
    assert not Revision.objects.exists()
    assert browser.post(ADD, form).status_code == 302
    assert Article.objects.get().headline == "青石桥重新通车"
