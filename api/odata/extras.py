"""What a query has beside a table's columns: computed properties, and values to order by."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from api.odata.computed import typed
from api.odata.expressions.nodes import Expression
from api.odata.expressions.order import OrderItem
from api.odata.expressions.scope import Computed
from api.odata.paging import order_key
from api.odata.queryset import value
from api.odata.sources import Columns


@dataclass(frozen=True)
class Extras:
    """Annotates rows with what they need beside their columns, and reads it from them."""

    compute: Sequence[Computed]
    order: Sequence[OrderItem]
    columns: Columns

    def annotated(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows with all that is computed."""
        found = {
            name: value(expression, self.columns) for name, expression in self._expressions()
        }
        return rows.annotate(**found) if found else rows

    @cached_property
    def names(self) -> dict[str, str]:
        """The annotations, by the names of properties and `order_key`."""
        keys = [order_key(n) for n, item in enumerate(self.order) if item.declared is None]
        computed = {each.property.name: _name(n) for n, each in enumerate(self.compute)}
        return {**computed, **{key: key for key in keys}}

    def settle(self, row: dict[str, Any]) -> None:
        """Give what was computed for a row its own types."""
        for each in self.compute:
            name = each.property.name
            row[name] = typed(row[name], each.property.type)

    def _expressions(self) -> list[tuple[str, Expression]]:
        computed = [(_name(n), each.expression) for n, each in enumerate(self.compute)]
        ordered = [
            (order_key(number), item.expression)
            for number, item in enumerate(self.order)
            if item.declared is None
        ]
        return [*computed, *ordered]


def _name(number: int) -> str:
    return f"odata_computed_{number}"
