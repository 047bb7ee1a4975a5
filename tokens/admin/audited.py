"""Edits in the admin's own forms, which are no commands of the bus, in the audit as well."""

from typing import TYPE_CHECKING, Any

from tokens.admin.commands import note

if TYPE_CHECKING:
    from django.contrib.admin.models import LogEntry
    from django.db.models import Model, QuerySet
    from django.http import HttpRequest


class Audited:
    """Notes who edited what, by the names of the fields; goes before a ModelAdmin."""

    opts: Any

    def log_addition(self, request: "HttpRequest", obj: "Model", message: Any) -> "LogEntry":  # noqa: ANN401 - Django's signature
        """Note an addition."""
        self._note(request, "Add", obj, message)
        return super().log_addition(request, obj, message)  # type: ignore[misc,no-any-return]

    def log_change(self, request: "HttpRequest", obj: "Model", message: Any) -> "LogEntry":  # noqa: ANN401 - Django's signature
        """Note a change, of a password among others."""
        self._note(request, "Change", obj, message)
        return super().log_change(request, obj, message)  # type: ignore[misc,no-any-return]

    def log_deletions(self, request: "HttpRequest", queryset: "QuerySet[Any]") -> Any:  # noqa: ANN401 - Django's signature
        """Note deletions, of a client among others."""
        for row in queryset:
            self._note(request, "Delete", row, str(row))
        return super().log_deletions(request, queryset)  # type: ignore[misc]

    def _note(self, request: "HttpRequest", verb: str, row: "Model", message: Any) -> None:  # noqa: ANN401 - as above
        kind = f"{verb}{self.opts.object_name}"
        note(request, kind, f"{self.opts.model_name}-{row.pk}", changes=message)
