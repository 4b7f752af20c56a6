"""Public photos for servers without an nginx in front: names made from content, so each may be kept for ever."""

import mimetypes

from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

YEAR = 365 * 24 * 3600  # seconds


@require_safe
def public_photo(request: HttpRequest, name: str) -> FileResponse:
    """A rendition of a published photo; 404 for everything else. The newsroom's own photos are never found here."""
    try:
        file = storages["public"].open(name, "rb")
    except OSError as error:  # not there (any more), or a folder
        raise Http404 from error
    response = FileResponse(file, content_type=mimetypes.guess_type(name)[0] or "application/octet-stream")
    response["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response
