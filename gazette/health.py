"""Two questions that a supervisor asks: is the process alive, and can it serve?"""

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.middleware.common import CommonMiddleware
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles import generation

QUESTIONS = frozenset({"/healthz", "/readyz"})


class HostsMiddleware(CommonMiddleware):
    """Django's CommonMiddleware, which refuses foreign hosts; but a supervisor asks by the address of the machine."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        return None if request.path_info in QUESTIONS else super().process_request(request)


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Alive: asks nothing of anybody."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """Ready when the database answers and its tables are there; 503 otherwise, and says no more than that."""
    try:
        generation.current()
    except DatabaseError:
        return HttpResponse("the database does not answer\n", status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")
