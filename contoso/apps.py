"""Django's entry for the project itself."""

from importlib import import_module

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class ContosoConfig(AppConfig):
    """Loads the Celery application for every process, and keeps the operators' groups."""

    name = "contoso"
    verbose_name = "Contoso Tokens"

    def ready(self) -> None:
        """Import the Celery application once Django is set up."""
        import_module("contoso.celery")
        groups = import_module("contoso.console.groups")
        # The last one to be migrated: by then the permissions of all are there.
        *_, last = apps.get_app_configs()
        post_migrate.connect(groups.keep_groups, sender=last)
