"""The addresses of the project: the newsroom under /admin/, everything else is the readers' side."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("articles.site.urls")),
]

handler404 = "articles.site.views.not_found"
