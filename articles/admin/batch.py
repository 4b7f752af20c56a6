from django.contrib import admin
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from articles.admin.batch_page import BatchPageMixin
from articles.admin.imports import UploadMixin
from articles.models.imports import ImportBatch
from articles.models.newsroom import Article
from staff.admin.records import ReadOnlyAdmin


@admin.register(ImportBatch)
class ImportBatchAdmin(BatchPageMixin, UploadMixin, ReadOnlyAdmin):
    """The record of imports: read-only. Pages are brought in on the page for uploads."""

    list_display = ["file_name", "issue_date", "page_label", "pieces", "by", "at", "undone_at"]
    list_filter = ["is_printed", "is_archive"]
    list_select_related = ["by"]
    search_fields = ["file_name"]
    search_help_text = gettext_lazy("Search by the name of the file")

    @admin.display(description=gettext_lazy("pieces"), ordering="piece_count")
    def pieces(self, batch: ImportBatch) -> SafeString:
        address = reverse("admin:articles_article_changelist")
        return format_html('<a href="{}?batch__id__exact={}">{}</a>', address, batch.pk, batch.piece_count)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportBatch]:
        # Counted for the batches of one page; a join would group all pieces of the archive first.
        counted = Article.objects.filter(batch=OuterRef("pk")).order_by().values("batch").values(count=Count("pk"))
        batches = super().get_queryset(request).defer("text", "report")
        return batches.annotate(piece_count=Coalesce(Subquery(counted), 0))
