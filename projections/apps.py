"""Django's entry for the read side."""

from django.apps import AppConfig


class ProjectionsConfig(AppConfig):
    """The read side as Django sees it."""

    name = "projections"
    verbose_name = "Read models"
