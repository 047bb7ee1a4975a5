"""What a query has beside a table's columns: computed properties, and values to order by."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from api.odata.expressions.nodes import Expression
from api.odata.expressions.order import OrderItem
from api.odata.expressions.scope import Computed
from api.odata.model import FLOATS, INTEGERS, Scalar, ValueType
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

    def read(self, entity: Model) -> dict[str, Scalar]:
        """Return what was computed, by the names of properties and `order_key`."""
        found: dict[str, Scalar] = {
            each.property.name: typed(getattr(entity, _name(number)), each.property.type)
            for number, each in enumerate(self.compute)
        }
        for number, item in enumerate(self.order):
            if item.declared is None:
                name = order_key(number)
                found[name] = getattr(entity, name)
        return found

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


def typed(found: Any, value_type: ValueType) -> Scalar:  # noqa: ANN401 - as the database gives it
    """A number that was computed as numeric, as one of its own type."""
    if found is None or isinstance(found, bool):
        return found
    if value_type in INTEGERS:
        return int(found)
    return float(found) if value_type in FLOATS else found
