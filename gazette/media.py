"""Public photos for servers without an nginx in front: names made from content, so a file never changes."""

import mimetypes

from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

#: Seconds; not for ever, although the file never changes: a withdrawn picture must go from caches, too.
KEPT = 300


@require_safe
def public_photo(request: HttpRequest, name: str) -> HttpResponse:
    """A rendition of a published photo; 404 for everything else. The newsroom's own photos are never found here."""
    try:
        file = storages["public"].open(name, "rb")
    except OSError as error:  # not there (any more), or a folder
        raise Http404 from error
    response = FileResponse(file, content_type=mimetypes.guess_type(name)[0] or "application/octet-stream")
    response["Cache-Control"] = f"public, max-age={KEPT}, must-revalidate"
    response["ETag"] = f'"{name}"'
    return get_conditional_response(request, etag=response["ETag"], response=response)
