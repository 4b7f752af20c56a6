from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("Newsroom")

    def ready(self) -> None:
        from articles import receivers  # noqa: PLC0415 - needs the models, which are loaded by now

        receivers.connect(self)
