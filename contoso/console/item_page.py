"""The page of one catalog item: its numbers, what they add up to, and what led to them."""

from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from contoso.console import activity
from contoso.console.freshness import freshness
from contoso.console.latest import (
    ACCOUNT,
    LATEST,
    latest_orders,
    latest_print_jobs,
    list_address,
    row_link,
)
from contoso.console.stock import ItemStock, stock_of
from projections.admin.parts import Table
from projections.models import MintRequest
from projections.projectors.activity import ACTIVITY
from projections.projectors.tokens import TOKENS
from tokens.adapters.postgres.item_edits import CHANGE, subject_of
from tokens.models import CatalogItem, OperatorCommand

MINUS = "\N{MINUS SIGN}"


def item_page(request: HttpRequest, item: CatalogItem) -> dict[str, Any]:
    """Return what the templates show of a row of `items_with_stock`."""
    now, stock = timezone.now(), stock_of(item)
    period = activity.period_of(request.GET.get("period"))
    begins = urlencode({"catalog_id": item.pk})
    may_mint = item.active and request.user.has_perm("tokens.send_mint")
    return {
        "stock": stock,
        "sum": arithmetic(stock),
        "freshness": freshness(now, TOKENS.name, ACTIVITY.name),
        "period": period,
        "periods": activity.PERIODS,
        "charts": activity.charts(period, now, item.pk),
        "mint": f"{reverse('admin:projections_mintrequest_add')}?{begins}" if may_mint else "",
        "tables": list(_tables(request, item)),
    }


class Line(NamedTuple):
    """A line of the sum; `state` gives it the colour that it has in the bar."""

    sign: str
    name: str
    number: int
    state: str = ""


def arithmetic(stock: ItemStock) -> list[Line]:
    """Return what was minted, less what is no stock, and the stock that is left."""
    circulated, *others = stock.shares
    less = [Line(MINUS, share.state, share.count, share.state) for share in others]
    if stock.unreleased:
        less.insert(0, Line(MINUS, "minted, not released yet", stock.unreleased))
    left = Line("=", "in circulation: the stock", circulated.count, circulated.state)
    return [Line("", "minted", stock.minted), *less, left]


def _tables(request: HttpRequest, item: CatalogItem) -> Iterator[Table]:
    may = request.user.has_perm
    if may("projections.view_mintrequest"):
        yield _mint_requests(item)
    if may("projections.view_order"):
        yield latest_orders(ACCOUNT, catalog_id=item.pk)
    if may("projections.view_printjob"):
        yield latest_print_jobs(ACCOUNT, catalog_id=item.pk)
    if may("tokens.view_operatorcommand"):
        yield _edits(item)


def _mint_requests(item: CatalogItem) -> Table:
    found = MintRequest.objects.filter(catalog_id=item.pk).order_by("-created_on")[:LATEST]
    return Table(
        "The latest mint requests",
        ("Mint request", "Quantity", "Minted", "State", "Created on"),
        [
            (
                row_link("projections_mintrequest", row.pk),
                *(f"{row.quantity:,}", f"{row.minted:,}", row.state, row.created_on),
            )
            for row in found
        ],
        more=list_address("projections_mintrequest", catalog_id=item.pk),
        numeric=frozenset({"Quantity", "Minted"}),
    )


def _edits(item: CatalogItem) -> Table:
    found = OperatorCommand.objects.filter(subject=subject_of(item.pk))[:LATEST]
    return Table(
        "The latest edits",
        ("On", "By", "What"),
        [(row.sent_on, _by(row), _told(row)) for row in found],
        more=list_address("tokens_operatorcommand", subject=subject_of(item.pk)),
    )


def _by(row: OperatorCommand) -> str:
    kind = row.details.get("by")
    return f"{row.operator}, {kind}" if kind else row.operator


def _told(row: OperatorCommand) -> str:
    changes: dict[str, list[Any]] = row.details.get("changes", {})
    told = "; ".join(
        f"{name.replace('_', ' ')}: {_plain(old)} → {_plain(new)}"
        for name, (old, new) in changes.items()
    )
    return told if row.command == CHANGE else f"created, {told}"


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int) else str(value or "none")
