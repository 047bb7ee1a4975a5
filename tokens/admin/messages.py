"""Messages on their way, and the dead letters that wait for an operator."""

from typing import TYPE_CHECKING

from django.contrib import admin, messages

from tokens.admin.read_only import ReadOnlyAdmin
from tokens.bootstrap import application
from tokens.models import DeadLetter, Message

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    """What is to be delivered, the next first."""

    list_display = ("type", "recipient", "due", "attempts", "correlation_id")
    list_filter = ("type",)
    search_fields = ("=recipient", "=correlation_id")


@admin.register(DeadLetter)
class DeadLetterAdmin(ReadOnlyAdmin):
    """What failed too often: replayed once the cause is mended, or discarded."""

    list_display = ("type", "recipient", "attempts", "failed_on")
    list_filter = ("type",)
    search_fields = ("=recipient", "=correlation_id")
    actions = ("replay", "discard")

    @admin.action(description="Replay: deliver the selected messages again")
    def replay(self, request: "HttpRequest", letters: "QuerySet[DeadLetter]") -> None:
        """Send the selected messages again."""
        count = application().dead_letters.replay([letter.message_id for letter in letters])
        self.message_user(request, f"{count} messages are on their way again.")

    @admin.action(description="Discard: never deliver the selected messages")
    def discard(self, request: "HttpRequest", letters: "QuerySet[DeadLetter]") -> None:
        """Drop the selected messages."""
        count = application().dead_letters.discard([letter.message_id for letter in letters])
        self.message_user(request, f"{count} messages are gone.", messages.WARNING)
