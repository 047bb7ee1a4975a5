"""Messages on their way."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html

from tokens.admin.choices import choice_filter
from tokens.admin.links import events_address, link, sequence_address
from tokens.admin.read_only import ReadOnlyAdmin
from tokens.admin.waiting_messages import due_messages
from tokens.application.registry import COMMANDS
from tokens.domain.codes.masking import masked
from tokens.models import DeadLetter, Message

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    Stored = Message | DeadLetter

CODE = '<pre class="console-code">{}</pre>'


class StoredCommandAdmin(ReadOnlyAdmin):
    """Base of the pages of what is, or could not be, delivered."""

    list_filter = (choice_filter("type", COMMANDS),)
    search_fields = ("=recipient", "=correlation_id")
    search_help_text = "A whole recipient such as order-…, or a whole correlation id"

    @admin.display(description="recipient")
    def recipient_events(self, row: "Stored") -> "SafeString":
        """Return a link to the recipient's events."""
        return link(events_address(stream=row.recipient), row.recipient)

    @admin.display(description="caused by")
    def cause(self, row: "Stored") -> "SafeString":
        """Return a link to all that the same request led to."""
        return link(sequence_address(row.correlation_id), row.correlation_id)

    @admin.display(description="what it says")
    def content(self, row: "Stored") -> str:
        """Return its data."""
        return format_html(CODE, masked(str(row.data)))


@admin.register(Message)
class MessageAdmin(StoredCommandAdmin):
    """What is to be delivered, the next first."""

    list_display = ("type", "recipient", "due", "attempts", "correlation_id")
    list_before_template = "admin/tokens/due_messages.html"
    fields = (
        *("type", "recipient_events", "due", "attempts", "failure"),
        *("cause", "causation_id", "actor", "content"),
    )
    readonly_fields = ("recipient_events", "cause", "content", "failure")

    @admin.display(description="last failure")
    def failure(self, message: Message) -> str:
        """Return why the last attempt failed."""
        return format_html(CODE, masked(message.last_error)) if message.last_error else "none"

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show what is due above the list."""
        context = {**(extra_context or {}), "due": due_messages(timezone.now())}
        return super().changelist_view(request, context)  # type: ignore[no-any-return]
