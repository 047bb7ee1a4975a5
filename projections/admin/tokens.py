"""Tokens, to be read."""

from django.contrib import admin

from projections.models import Token
from tokens.admin.read_only import ReadOnlyAdmin


@admin.register(Token)
class TokenAdmin(ReadOnlyAdmin):
    """Tokens that were drawn from their lots."""

    list_display = (
        *("token_id", "state", "catalog_id", "order_id", "reserved_by_billing_account_id"),
        *("redeemed_by_account_id", "redeemed_via", "changed_on"),
    )
    search_fields = ("=mint_request_id", "=order_id", "=reserved_by_billing_account_id")
    ordering = ("mint_request_id", "sequence")
