"""Pages of what is changed by forms, not by commands: the audit tells of each change."""

from typing import TYPE_CHECKING, Any

from unfold.admin import ModelAdmin

from tokens.admin.commands import record

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet
    from django.http import HttpRequest


class AuditedAdmin(ModelAdmin):  # type: ignore[misc] # unfold ships no types
    """A page whose rows operators add, change and delete."""

    def told(self, _row: "Model") -> dict[str, object]:
        """Return what the audit keeps of a row as it became; never a secret."""
        return {}

    def log_addition(self, request: "HttpRequest", obj: "Model", message: Any) -> Any:  # noqa: ANN401 - Django's signature
        """Record that a row was added."""
        self._record(request, "Add", obj, message)
        return super().log_addition(request, obj, message)

    def log_change(self, request: "HttpRequest", obj: "Model", message: Any) -> Any:  # noqa: ANN401 - Django's signature
        """Record that a row was changed, and what of it."""
        self._record(request, "Change", obj, message)
        return super().log_change(request, obj, message)

    def log_deletions(self, request: "HttpRequest", queryset: "QuerySet[Any]") -> Any:  # noqa: ANN401 - Django's signature
        """Record that rows are deleted."""
        for row in queryset:
            self._record(request, "Delete", row, "")
        return super().log_deletions(request, queryset)

    def _record(self, request: "HttpRequest", verb: str, row: "Model", message: object) -> None:
        kind = self.opts.object_name
        subject = f"{self.opts.model_name}-{row}"
        record(request, f"{verb}{kind}", subject, changes=message, **self.told(row))
