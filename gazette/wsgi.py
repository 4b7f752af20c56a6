"""What a WSGI server loads: ``granian --interface wsgi gazette.wsgi:application``."""

import logging
import os
import threading

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.db import connections

logger = logging.getLogger(__name__)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gazette.settings")


def refuse_to_serve_without_a_key() -> None:
    """Raise ImproperlyConfigured now: Django would say it, in other words, to the first editor who logs in."""
    try:
        _ = settings.SECRET_KEY
    except ImproperlyConfigured as error:
        if "empty" not in str(error):
            raise
        raise ImproperlyConfigured(
            f"SECRET_KEY is not set and {settings.HOME / 'secret_key'} does not exist, "
            "but a key of at least 50 random characters is expected in one of them."
        ) from None


refuse_to_serve_without_a_key()
django_application = get_wsgi_application()

from articles import editing, public_pictures  # noqa: E402 (models can be imported only now)
from articles.generation import current  # noqa: E402
from articles.notices.telling import keep_telling  # noqa: E402
from gazette.clock import Clock  # noqa: E402
from gazette.operations import switches  # noqa: E402
from gazette.operations.middleware import WithSwitches  # noqa: E402
from gazette.pagecache import PageCache  # noqa: E402
from gazette.pagecache.disk import take_link_away  # noqa: E402
from gazette.pagecache.options import options_from_settings  # noqa: E402


def tidy_up_after_a_crash() -> None:
    """Remove what an interrupted publication or withdrawal left in the readers' folder of pictures."""
    try:
        public_pictures.sweep()
    except Exception:
        logger.exception("the public pictures were not compared with the public pieces")
    finally:
        connections.close_all()


def leave_nothing_to_nginx() -> None:
    """Take away the link of a time when nginx was to serve kept pages: nobody turns it any more, and it would go on."""
    if not application.options.writes_plain_files:
        try:
            take_link_away(settings.PAGE_CACHE_FOLDER)
        except OSError:
            logger.exception("nginx may show pages of before")


def may_write() -> bool:
    """Whether this process may write into the database just now."""
    return not switches.is_read_only()


def release_due() -> int:
    """Release the pieces whose time has come, unless nothing may be written just now or the clock has jumped."""
    return editing.release_due() if clock.is_believed() and may_write() else 0


clock = Clock()
application = PageCache(
    WithSwitches(django_application),
    read_stamp=current,
    release_due=release_due,
    on_look=switches.follow,
    options=options_from_settings(),
    watches=settings.PAGE_CACHE_WATCHES,
)
if settings.PAGE_CACHE_WATCHES:
    # Now, not with the first request: a scheduled piece does not wait for a reader, and nginx may take all of them.
    application.watch.start()
    leave_nothing_to_nginx()
    threading.Thread(target=tidy_up_after_a_crash, name="tidy-up", daemon=True).start()
    threading.Thread(target=keep_telling, args=[may_write], name="notices", daemon=True).start()
