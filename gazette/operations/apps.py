from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from articles.management.newsroom import about_to_write


class OperationsConfig(AppConfig):
    name = "gazette.operations"
    verbose_name = _("Operations")

    def ready(self) -> None:
        """Models can be imported only now."""
        from gazette.operations.switches import refuse_while_read_only  # noqa: PLC0415

        about_to_write.connect(refuse_while_read_only, dispatch_uid="operations.read_only")
