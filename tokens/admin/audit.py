"""Which operator asked for what, and what came of it."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from unfold.decorators import display

from tokens.admin.choices import choice_filter
from tokens.admin.read_only import ReadOnlyAdmin
from tokens.models import OperatorCommand

Outcome = OperatorCommand.Outcome
COLORS = {
    Outcome.ACCEPTED: "success",
    Outcome.AWAITS_APPROVAL: "warning",
    Outcome.REFUSED: "danger",
    Outcome.UNKNOWN: "info",
}


@admin.register(OperatorCommand)
class OperatorCommandAdmin(ReadOnlyAdmin):
    """The newest first, with a way to the events of each."""

    list_display = ("sent_on", "operator", "command", "subject", "outcome_label", "message")
    list_filter = (choice_filter("outcome", Outcome),)
    search_fields = ("=operator", "=subject", "=correlation_id")
    search_help_text = "A whole user name, subject such as order-…, or correlation id"
    fields = (
        *("sent_on", "operator", "command", "subject", "details"),
        *("outcome", "message", "events"),
    )
    readonly_fields = ("events",)

    @display(description="outcome", ordering="outcome", label=COLORS)  # type: ignore[untyped-decorator]
    def outcome_label(self, row: OperatorCommand) -> str:
        """Return the outcome, to be shown in its colour."""
        return row.outcome

    @admin.display(description="What it led to")
    def events(self, row: OperatorCommand) -> str:
        """Return a link to the events that it led to."""
        address = reverse("admin:tokens_event_changelist")
        return format_html(
            '<a class="text-primary-600 dark:text-primary-500" href="{}?correlation_id={}">'
            "Events of {}</a>",
            address,
            row.correlation_id,
            row.correlation_id,
        )
