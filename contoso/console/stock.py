"""How many tokens of each catalog item there are in each state, and how long they will do."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Sum

from projections.models import Activity, CatalogItemCounts

SHOWN = 8
WINDOW = timedelta(days=7)
"""The rate at which stock is sold is that of so long."""
STATES = ("circulated", "reserved", "activated", "redeemed", "voided")


@dataclass(frozen=True)
class Share:
    """The part of an item's tokens that is in a state."""

    state: str
    count: int
    percent: float


@dataclass(frozen=True)
class ItemStock:
    """A catalog item's tokens; `days` is how long the stock lasts, None if nothing is sold."""

    catalog_id: str
    minted: int
    in_stock: int
    shares: tuple[Share, ...]
    days: float | None


def by_item(now: datetime, shown: int = SHOWN) -> list[ItemStock]:
    """Return the items of which most were minted; two queries."""
    rows = list(CatalogItemCounts.objects.order_by("-minted", "catalog_id")[:shown])
    sold = Activity.objects.filter(
        catalog_id__in=[row.catalog_id for row in rows], hour__gt=now - WINDOW
    )
    sums = dict(sold.order_by().values_list("catalog_id").annotate(Sum("reserved")))
    return [_stock(row, sums.get(row.catalog_id, 0)) for row in rows]


def _stock(row: CatalogItemCounts, sold: int) -> ItemStock:
    counts = {state: int(getattr(row, state)) for state in STATES}
    whole = sum(counts.values()) or 1
    return ItemStock(
        catalog_id=row.catalog_id,
        minted=row.minted,
        in_stock=row.circulated,
        shares=tuple(Share(state, n, n * 100 / whole) for state, n in counts.items()),
        days=row.circulated * WINDOW.days / sold if sold else None,
    )
