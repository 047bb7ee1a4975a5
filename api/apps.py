"""Django's entry for the API."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The API as Django sees it."""

    name = "api"
    verbose_name = "API"
