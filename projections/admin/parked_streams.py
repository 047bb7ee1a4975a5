"""Parked streams: why each cannot be projected, and the wish to try again."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html

from projections import upkeep
from projections.models import ParkedStream
from projections.projectors import PROJECTIONS
from tokens.admin.choices import choice_filter
from tokens.admin.commands import carry_out
from tokens.admin.links import events_address, link
from tokens.admin.read_only import ReadOnlyAdmin
from tokens.bootstrap import UPKEEP_TASK, hints
from tokens.domain.codes.masking import masked


@admin.register(ParkedStream)
class ParkedStreamAdmin(ReadOnlyAdmin):
    """What projections passed over; a retry goes on from the event that failed."""

    list_display = ("stream", "projection", "position", "reason", "failed_on", "retry_asked_on")
    list_filter = (choice_filter("projection", [each.name for each in PROJECTIONS]),)
    search_fields = ("=stream",)
    ordering = ("-failed_on",)
    fields = (
        *("projection", "events", "position", "parked_on", "failed_on", "retry_asked_on"),
        "told",
    )
    readonly_fields = ("events", "told")
    actions = ("retry",)

    @admin.display(description="why")
    def reason(self, parked: ParkedStream) -> str:
        """Return the last line of the error."""
        return masked((parked.error.strip().splitlines() or [""])[-1])[:100]

    @admin.display(description="stream")
    def events(self, parked: ParkedStream) -> str:
        """Return a link to the events of the stream."""
        return link(events_address(stream=parked.stream), parked.stream)

    @admin.display(description="error")
    def told(self, parked: ParkedStream) -> str:
        """Return the error as it was raised."""
        return format_html('<pre class="console-code">{}</pre>', masked(parked.error))

    def has_retry_permission(self, request: HttpRequest) -> bool:
        """Who may have them tried again."""
        return bool(request.user.has_perm("tokens.manage_machinery"))

    @admin.action(description="Retry: go on from the event that failed", permissions=["retry"])
    def retry(self, request: HttpRequest, parked: "QuerySet[ParkedStream]") -> None:
        """Have a worker try the selected streams again."""
        keys = list(parked.values_list("pk", flat=True))
        named = ", ".join(str(one) for one in parked[:5])

        def act() -> str:
            count = upkeep.ask_to_retry(keys)
            hints(UPKEEP_TASK).give()
            return f"A worker tries {count:,} again; those that fail again stay here."

        carry_out(request, "RetryParkedStreams", "parked streams", act, streams=named)
