"""The tables and columns of read models, by their names in the database."""

from django.db.models import AutoField, Model


def table(model: type[Model]) -> str:
    """Return the name of a model's table."""
    return model._meta.db_table  # noqa: SLF001 - public in spite of its name


def columns(model: type[Model]) -> list[str]:
    """Return the names of the columns, without a surrogate key: that tells nothing."""
    fields = model._meta.concrete_fields  # noqa: SLF001 - public, too
    return [f.attname for f in fields if not isinstance(f, AutoField)]
