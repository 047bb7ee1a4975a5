"""The latest rows of a list, as the pages of an item and of an account show them."""

from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString

from projections.admin.parts import Table
from projections.models import Order, PrintJob
from tokens.admin.links import account_address, link

LATEST = 10
Row = Any


class Column(NamedTuple):
    """What is told of a row beside its numbers."""

    title: str
    cell: Callable[[Row], SafeString]


ITEM = Column("Catalog item", lambda row: item_link(row.catalog_id))
ACCOUNT = Column(
    "Billing account",
    lambda row: link(account_address(row.billing_account_id), row.billing_account_id),
)


def latest_orders(column: Column, **conditions: str) -> Table:
    """Return the latest orders for which the conditions hold."""
    return _latest("order", Order, "shortage", column, conditions)


def latest_print_jobs(column: Column, **conditions: str) -> Table:
    """Return the latest print jobs for which the conditions hold."""
    return _latest("print job", PrintJob, "printed", column, conditions)


def _latest(
    name: str,
    model: type[Order | PrintJob],
    measure: str,
    column: Column,
    conditions: dict[str, str],
) -> Table:
    page = f"projections_{name.replace(' ', '')}"
    found = model.objects.filter(**conditions).order_by("-created_on")[:LATEST]
    numbers = ("Quantity", measure.capitalize())
    return Table(
        f"The latest {name}s",
        (name.capitalize(), column.title, *numbers, "State", "Created on"),
        [
            (
                *(row_link(page, row.pk), column.cell(row), f"{row.quantity:,}"),
                *(f"{getattr(row, measure):,}", row.state, row.created_on),
            )
            for row in found
        ],
        more=list_address(page, **conditions),
        numeric=frozenset(numbers),
    )


def item_link(catalog_id: str) -> SafeString:
    """Return a link to a catalog item."""
    return row_link("tokens_catalogitem", catalog_id)


def row_link(model: str, key: object) -> SafeString:
    """Return a link to a row, by its key."""
    return link(reverse(f"admin:{model}_change", args=[key]), key)


def list_address(model: str, **conditions: str) -> str:
    """Return the address of a list, filtered."""
    return f"{reverse(f'admin:{model}_changelist')}?{urlencode(conditions)}"
