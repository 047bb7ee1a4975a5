"""Mint requests, to be read."""

from django.contrib import admin

from projections.models import MintRequest
from tokens.admin.read_only import ReadOnlyAdmin


@admin.register(MintRequest)
class MintRequestAdmin(ReadOnlyAdmin):
    """Mint requests."""

    list_display = ("id", "catalog_id", "quantity", "minted", "state", "changed_on")
    list_filter = ("state",)
    search_fields = ("=id", "=catalog_id")
    ordering = ("-created_on",)
