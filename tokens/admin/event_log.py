"""The event log and the vault, to be read."""

from django.contrib import admin

from tokens.admin.read_only import ReadOnlyAdmin
from tokens.models import Event, Lot


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    """Every event, the newest first."""

    list_display = ("position", "type", "stream", "version", "actor", "recorded_on")
    search_fields = ("=stream",)
    search_help_text = "The whole name of a stream, such as order-…"
    ordering = ("-position",)


@admin.register(Lot)
class LotAdmin(ReadOnlyAdmin):
    """The current lots."""

    list_display = ("mint_request_id", "tokens", "size", "version", "state", "catalog_id")
    list_filter = ("state",)
    search_fields = ("=mint_request_id", "=order_id", "=catalog_id")
    search_help_text = "The whole id of a mint request, an order or a catalog item"
