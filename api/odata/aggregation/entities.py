"""The steps of a $apply that leave entities what they are: a queryset from a queryset."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Q, QuerySet, Value
from django.db.models.lookups import Exact

from api.odata.aggregation.steps import Best, Cut, Filtered, Measure, Ordered, Step
from api.odata.aggregation.tables import Rows
from api.odata.errors import NotImplementedFeatureError
from api.odata.expressions.order import OrderItem
from api.odata.queryset import condition, ordering
from api.odata.sources import Condition

TAKEN_BY_ALIKE = frozenset({"aggregate", "groupby", "filter", "search", "compute", "identity"})
"""The transformations that always work where rows stand for several entities alike."""
TAKEN_BY_ENTITIES = TAKEN_BY_ALIKE | {"orderby", "top", "skip", "topcount", "bottomcount"}
"""The transformations that always work where each row is an entity."""


def entity_rows(part: Rows, steps: Sequence[Step]) -> Rows:
    """The rows that are left after steps that neither group nor aggregate.

    Raises NotImplementedFeatureError for what would need each entity by itself where rows
    stand for many, and for the best of them by a running sum.
    """
    rows = part.rows
    order: Sequence[OrderItem] = ()
    for step in steps:
        match step:
            case Filtered(condition=stated):
                rows = rows.filter(_stated(condition(stated, part.columns, "$apply")))
            case Ordered(order=found):
                order = found
            case Cut(skip=skip, top=top):
                stop = None if top is None else skip + top
                rows = _only(part, _placed(part, rows, order)[skip:stop])
            case Best(measure=Measure.COUNT):
                best = (OrderItem(step.value, descending=step.descending),)
                rows = _only(part, _placed(part, rows, best)[: step.count])
            case Best(measure=measure):
                feature = f"choosing entities by {measure.value}; group them first, which"
                raise NotImplementedFeatureError(feature)
            case _:
                continue
    return replace(part, rows=rows)


def _placed(part: Rows, rows: QuerySet[Any], order: Sequence[OrderItem]) -> QuerySet[Any]:
    if part.size is not None:
        feature = "choosing among single entities by their place; group them first, which"
        raise NotImplementedFeatureError(feature)
    return rows.order_by(*ordering(order, part.columns), "pk")


def _only(part: Rows, chosen: QuerySet[Any]) -> QuerySet[Any]:
    """The chosen rows, as rows that can be asked further."""
    return part.rows.filter(pk__in=chosen.values("pk"))


def _stated(stated: Condition) -> Q:
    """A condition that is asked even where nothing meets it: the columns must stay."""
    if isinstance(stated, Q):
        return stated
    return Q() if stated else Q(Exact(Value(1), Value(0)))
