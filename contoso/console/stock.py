"""How many tokens of each catalog item there are in each state, and how long they will do."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from projections.models import Activity, CatalogItemCounts
from tokens.models import CatalogItem

SHOWN = 8
WINDOW = timedelta(days=7)
"""The rate at which stock is sold is that of so long."""
STATES = ("circulated", "reserved", "activated", "redeemed", "voided")
LONG = 3_650
"""Stock that lasts longer, in days, is not told more precisely."""

LOW = Q(active=True, circulated__lt=F("low_stock_threshold"))
"""Those of `items_with_stock` of which somebody should mint."""


@dataclass(frozen=True)
class Share:
    """The part of an item's tokens that is in a state."""

    state: str
    count: int
    percent: float


@dataclass(frozen=True)
class ItemStock:
    """A catalog item's tokens; `sold` is how many were reserved within `WINDOW`."""

    catalog_id: str
    minted: int
    shares: tuple[Share, ...]
    sold: int
    threshold: int | None
    active: bool

    @property
    def in_stock(self) -> int:
        """How many circulate."""
        return self.shares[0].count

    @property
    def is_low(self) -> bool:
        """Whether somebody should mint."""
        return self.active and self.threshold is not None and self.in_stock < self.threshold

    @property
    def unreleased(self) -> int:
        """How many are minted of mint requests that are not over, and circulate only then."""
        return self.minted - sum(share.count for share in self.shares)

    @property
    def days(self) -> float | None:
        """How long the stock lasts; None if nothing is sold."""
        return self.in_stock * WINDOW.days / self.sold if self.sold else None

    @property
    def lasts(self) -> str:
        """Return how long the stock lasts, in words."""
        if self.days is None:
            return f"no sales in the last {WINDOW.days} days"
        return "over 10 years" if self.days > LONG else f"{self.days:,.1f} days"


def items_with_stock() -> "QuerySet[CatalogItem]":
    """Return the catalog items with what `stock_of` needs of each."""
    counts = CatalogItemCounts.objects.filter(pk=OuterRef("pk"))
    sales = Activity.objects.filter(catalog_id=OuterRef("pk"), hour__gt=timezone.now() - WINDOW)
    sold = sales.order_by().values("catalog_id").annotate(sold=Sum("reserved")).values("sold")
    return CatalogItem.objects.annotate(
        **{name: Coalesce(Subquery(counts.values(name)), 0) for name in ("minted", *STATES)},
        sold=Subquery(sold),
    )


def by_item(shown: int = SHOWN) -> list[ItemStock]:
    """Return the items of which most were minted; one query."""
    items = items_with_stock().filter(Q(minted__gt=0)).order_by("-minted", "id")[:shown]  # type: ignore[misc] # annotated
    return [stock_of(item) for item in items]


def stock_of(item: CatalogItem) -> ItemStock:
    """Return what a row of `items_with_stock` tells."""
    counts = {state: int(getattr(item, state)) for state in STATES}
    whole = sum(counts.values()) or 1
    return ItemStock(
        catalog_id=item.pk,
        minted=item.minted,  # type: ignore[attr-defined]
        shares=tuple(Share(state, n, n * 100 / whole) for state, n in counts.items()),
        sold=int(item.sold or 0),  # type: ignore[attr-defined]
        threshold=item.low_stock_threshold,
        active=item.active,
    )
