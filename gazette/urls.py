"""The addresses of the project: the newsroom under /admin/, everything else is the readers' side."""

from django.contrib import admin
from django.urls import include, path, re_path

from gazette.health import healthz, readyz
from gazette.media import public_photo

urlpatterns = [
    path("admin/", admin.site.urls),
    path("healthz", healthz),
    path("readyz", readyz),
    re_path(r"^media/(?P<name>[0-9a-f]{2}/[0-9a-f]{40}-[a-z0-9]+\.(?:webp|jpg))$", public_photo),
    path("", include("articles.site.urls")),
]

handler500 = "gazette.errors.server_error"
handler400 = "gazette.errors.bad_request"
handler404 = "gazette.errors.not_found"
