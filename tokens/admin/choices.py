"""Filters of lists whose choices are known without looking through the rows."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest


def chosen(request: "HttpRequest", choices: admin.SimpleListFilter) -> str | None:
    """Return what is filtered by; nothing, and the operator is told, where there is no such."""
    value = choices.value()
    if not value or value in dict(choices.lookup_choices):
        return value or None
    messages.warning(request, f"There is no {choices.title} “{value[:40]}”; all are shown.")
    return None


def choice_filter(column: str, choices: Iterable[str]) -> type[admin.SimpleListFilter]:
    """Return the filter for rows whose column has one of some values."""
    offered = [(str(value), str(value)) for value in choices]

    class ChoiceFilter(admin.SimpleListFilter):
        title = parameter_name = column

        def lookups(
            self,
            _request: "HttpRequest",
            _admin: Any,  # noqa: ANN401 - any admin
        ) -> Iterable[tuple[str, str]]:
            return offered

        def queryset(self, request: "HttpRequest", rows: "QuerySet[Any]") -> "QuerySet[Any]":
            value = chosen(request, self)
            return rows.filter(**{column: value}) if value else rows

    return ChoiceFilter
