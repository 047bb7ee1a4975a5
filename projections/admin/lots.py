"""Lots, to be read."""

from django.contrib import admin

from projections.models import Lot
from tokens.admin.choices import choice_filter
from tokens.admin.numbers import number_column
from tokens.admin.read_only import ReadOnlyAdmin
from tokens.domain.token.state import TokenState


@admin.register(Lot)
class LotAdmin(ReadOnlyAdmin):
    """Lots."""

    list_display = (
        *("mint_request_id", number_column("start", "first"), number_column("stop", "up to")),
        *(number_column("drawn"), "state", "catalog_id", "order_id"),
        "reserved_by_billing_account_id",
    )
    list_filter = (choice_filter("state", TokenState),)
    search_fields = ("=mint_request_id", "=order_id", "=reserved_by_billing_account_id")
    ordering = ("mint_request_id", "start")
