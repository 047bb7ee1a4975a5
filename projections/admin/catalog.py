"""The counts of catalog items, to be read."""

from django.contrib import admin

from projections.models import CatalogItemCounts
from tokens.admin.read_only import ReadOnlyAdmin


@admin.register(CatalogItemCounts)
class CatalogItemCountsAdmin(ReadOnlyAdmin):
    """Counts."""

    list_display = (
        *("catalog_id", "minted", "circulated", "reserved", "activated", "redeemed"),
        "voided",
    )
