"""Orders, to be read."""

from django.contrib import admin

from projections.models import Order
from tokens.admin.read_only import ReadOnlyAdmin


@admin.register(Order)
class OrderAdmin(ReadOnlyAdmin):
    """Orders."""

    list_display = (
        *("id", "catalog_id", "billing_account_id", "quantity", "state", "shortage"),
        "changed_on",
    )
    list_filter = ("state",)
    search_fields = ("=id", "=catalog_id", "=billing_account_id")
    ordering = ("-created_on",)
