"""A kind of column that several tables have."""

from django.db import models


def optional_text() -> "models.TextField[str | None, str | None]":
    """Return a column of text that may be null: OData tells null from ''."""
    return models.TextField(null=True)
