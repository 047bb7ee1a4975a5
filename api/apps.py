"""Django's entry for the API."""

from importlib import import_module

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The API as Django sees it."""

    name = "api"
    verbose_name = "API"

    def ready(self) -> None:
        """Let drf-spectacular know our ways to authenticate."""
        import_module("api.security_schemes")
