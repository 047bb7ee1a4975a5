"""The read models in the admin: to be read, never changed."""

from django.contrib import admin

from projections.models import (
    CatalogItemCounts,
    Checkpoint,
    Lot,
    MintRequest,
    Order,
    PackageDownload,
    ParkedStream,
    PrintJob,
    Token,
)
from tokens.admin.read_only import ReadOnlyAdmin


@admin.register(MintRequest)
class MintRequestAdmin(ReadOnlyAdmin):
    """Mint requests."""

    list_display = ("id", "catalog_id", "quantity", "minted", "state", "changed_on")
    list_filter = ("state",)
    search_fields = ("=id", "=catalog_id")
    ordering = ("-created_on",)


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


@admin.register(PrintJob)
class PrintJobAdmin(ReadOnlyAdmin):
    """Print jobs."""

    list_display = (
        *("id", "catalog_id", "billing_account_id", "quantity", "state", "shortage"),
        *("printed", "downloads", "changed_on"),
    )
    list_filter = ("state",)
    search_fields = ("=id", "=catalog_id", "=billing_account_id", "=certificate_thumbprint")
    ordering = ("-created_on",)


@admin.register(PackageDownload)
class PackageDownloadAdmin(ReadOnlyAdmin):
    """Who was given which bytes of a package."""

    list_display = ("downloaded_on", "client_id", "print_job_id", "start", "stop")
    search_fields = ("=print_job_id", "=client_id")
    ordering = ("-position",)


@admin.register(Lot)
class LotAdmin(ReadOnlyAdmin):
    """Lots."""

    list_display = (
        *("mint_request_id", "start", "stop", "drawn", "state", "catalog_id", "order_id"),
        "reserved_by_billing_account_id",
    )
    list_filter = ("state",)
    search_fields = ("=mint_request_id", "=order_id", "=reserved_by_billing_account_id")
    ordering = ("mint_request_id", "start")


@admin.register(Token)
class TokenAdmin(ReadOnlyAdmin):
    """Tokens that were drawn from their lots."""

    list_display = (
        *("token_id", "state", "catalog_id", "order_id", "reserved_by_billing_account_id"),
        *("redeemed_by_account_id", "redeemed_via", "changed_on"),
    )
    search_fields = ("=mint_request_id", "=order_id", "=reserved_by_billing_account_id")
    ordering = ("mint_request_id", "sequence")


@admin.register(CatalogItemCounts)
class CatalogItemCountsAdmin(ReadOnlyAdmin):
    """Counts."""

    list_display = (
        *("catalog_id", "minted", "circulated", "reserved", "activated", "redeemed"),
        "voided",
    )


@admin.register(Checkpoint)
class CheckpointAdmin(ReadOnlyAdmin):
    """Checkpoints."""

    list_display = ("projection", "position", "updated_on")


@admin.register(ParkedStream)
class ParkedStreamAdmin(ReadOnlyAdmin):
    """Parked streams."""

    list_display = ("projection", "stream", "position", "parked_on", "failed_on")
    list_filter = ("projection",)
