from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class StaffConfig(AppConfig):
    name = "staff"
    verbose_name = _("Staff")

    def ready(self) -> None:
        from staff.people import sync_roles  # noqa: PLC0415 - needs the models, which are loaded by now
        from staff.signing_in import receivers  # noqa: PLC0415 - likewise

        # auth comes after our own apps, so that their permissions exist when it says that it is migrated.
        post_migrate.connect(sync_roles, sender=apps.get_app_config("auth"), dispatch_uid="staff.sync_roles")
        receivers.connect()
