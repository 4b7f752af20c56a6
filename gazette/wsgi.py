"""What a WSGI server loads: ``granian --interface wsgi gazette.wsgi:application``."""

import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

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
application = get_wsgi_application()
