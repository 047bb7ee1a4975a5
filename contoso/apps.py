"""Django's entry for the project itself."""

from importlib import import_module

from django.apps import AppConfig


class ContosoConfig(AppConfig):
    """Loads the Celery application, so that shared tasks find it in every process."""

    name = "contoso"
    verbose_name = "Contoso Tokens"

    def ready(self) -> None:
        """Import the Celery application once Django is set up."""
        import_module("contoso.celery")
