"""The vault, to be read."""

from django.contrib import admin

from tokens.admin.choices import choice_filter
from tokens.admin.numbers import number_column
from tokens.admin.read_only import ReadOnlyAdmin
from tokens.domain.token.state import TokenState
from tokens.models import Lot


@admin.register(Lot)
class LotAdmin(ReadOnlyAdmin):
    """The current lots."""

    list_display = (
        *("mint_request_id", "places", number_column("size"), number_column("version")),
        *("state", "catalog_id"),
    )
    list_filter = (choice_filter("state", TokenState),)
    search_fields = ("=mint_request_id", "=order_id", "=catalog_id")
    search_help_text = "The whole id of a mint request, an order or a catalog item"

    @admin.display(description="tokens", ordering="tokens")
    def places(self, lot: Lot) -> str:
        """Return the first place, and the one behind the last."""
        return f"{lot.tokens.lower:,} up to {lot.tokens.upper:,}"
