"""The read models in the admin: to be read, never changed."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin
from django.core.paginator import Paginator
from unfold.admin import ModelAdmin

from projections.models import (
    CatalogItemCounts,
    Checkpoint,
    Lot,
    MintRequest,
    Order,
    ParkedStream,
    Token,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

    Pages = Paginator[Any]
else:
    Pages = Paginator


class CheapPaginator(Pages):
    """Counts no further than this, so that a page of a large table costs as much as another."""

    MOST = 10_000

    @property
    def count(self) -> int:
        """Return the number of rows, `MOST` where there are more."""
        rows = cast("QuerySet[Any]", self.object_list)
        return rows[: self.MOST].count()


class ReadOnlyAdmin(ModelAdmin):  # type: ignore[misc] # unfold ships no types
    """A page that shows rows; the projectors alone write them."""

    paginator = CheapPaginator
    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, _request: "HttpRequest") -> bool:
        """Nobody adds rows."""
        return False

    def has_change_permission(self, _request: "HttpRequest", _row: Any = None) -> bool:  # noqa: ANN401 - any model
        """Nobody changes rows."""
        return False

    def has_delete_permission(self, _request: "HttpRequest", _row: Any = None) -> bool:  # noqa: ANN401 - any model
        """Nobody deletes rows."""
        return False


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
