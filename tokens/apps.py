"""Django's entry for the write side."""

from django.apps import AppConfig


class TokensConfig(AppConfig):
    """The write side as Django sees it."""

    name = "tokens"
    verbose_name = "Tokens"
