"""A filter of lists by state, whose choices are known without looking through the rows."""

from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.contrib import admin

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest


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

        def queryset(self, _request: "HttpRequest", rows: "QuerySet[Any]") -> "QuerySet[Any]":
            return rows.filter(state=self.value()) if self.value() else rows

    return StateFilter
