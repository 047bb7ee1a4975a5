"""Filters of lists whose choices are known without looking through the rows."""

from collections.abc import Iterable
from enum import StrEnum
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


def state_filter(states: type[StrEnum]) -> type[admin.SimpleListFilter]:
    """Return the filter for rows whose column `state` has one of some states."""

    class StateFilter(admin.SimpleListFilter):
        title = parameter_name = "state"

        def lookups(
            self,
            _request: "HttpRequest",
            _admin: Any,  # noqa: ANN401 - any admin
        ) -> Iterable[tuple[str, str]]:
            return [(state.value, state.value) for state in states]

        def queryset(self, request: "HttpRequest", rows: "QuerySet[Any]") -> "QuerySet[Any]":
            state = chosen(request, self)
            return rows.filter(state=state) if state else rows

    return StateFilter
