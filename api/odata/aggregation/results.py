"""What a $apply that groups or aggregates leads to, page by page, in one statement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection

from api.odata.aggregation.entities import entity_rows
from api.odata.aggregation.grouping import best, grouped
from api.odata.aggregation.steps import (
    Aggregation,
    Applied,
    Best,
    Cut,
    Extended,
    Filtered,
    Grouped,
    Ordered,
    Step,
)
from api.odata.aggregation.tables import Rows, Statement, innermost
from api.odata.computed import typed
from api.odata.expressions.nodes import Expression, PropertyValue
from api.odata.expressions.order import OrderItem
from api.odata.expressions.scope import Computed
from api.odata.model import Property, Scalar
from api.odata.paging import PagePlan, order_key, order_values
from api.odata.query_options import QueryOptions
from api.odata.skip_tokens import decode_skip_token, encode_skip_token


@dataclass(frozen=True)
class Results:
    """A page of instances; `total` counts all, `token` names the last where more follow."""

    rows: Sequence[Mapping[str, Scalar]]
    total: int | None
    token: str | None


def results(
    parts: Sequence[Rows], applied: Applied, options: QueryOptions, plan: PagePlan
) -> Results:
    """The page of instances that the options ask for of what is made of entities.

    Raises NotImplementedFeatureError for steps that rows of these kinds do not offer.
    """
    made = _made(parts, applied.steps)
    if options.filter is not None:
        made = made.filtered(options.filter)
    keys = [OrderItem.by(each) for each in applied.shape.key_properties]
    order = (*(options.order_by or made.order), *keys)
    page = _page(made, order, options, plan)
    declared = [*made.properties, *(each.property for each in options.compute)]
    shown, more = plan.cut([_typed(each, declared) for each in _fetched(page)])
    token = encode_skip_token(order, order_values(order, shown[-1])) if more else None
    return Results(shown, _count(made) if options.count else None, token)


def _made(parts: Sequence[Rows], steps: Sequence[Step]) -> Statement:
    """All steps; those before the first that groups are about entities."""
    first = next(number for number, step in enumerate(steps) if isinstance(step, Grouped))
    before, step, rest = steps[:first], steps[first], steps[first + 1 :]
    computed = {
        each.property.name: each
        for found in before
        if isinstance(found, Extended)
        for each in found.computed
    }
    if not isinstance(step, Grouped):
        raise TypeError(step)
    made = _grouped([entity_rows(part, before) for part in parts], step, computed)
    for following in rest:
        made = _after(made, following)
    return made


def _grouped(
    parts: Sequence[Rows], step: Grouped, computed: Mapping[str, Computed]
) -> Statement:
    wanted: dict[Property, Expression] = {
        each: computed[each.name].expression
        if each.name in computed
        else PropertyValue(each, each.type)
        for each in step.keys
    }
    aggregations: list[Aggregation] = []
    for number, each in enumerate(step.aggregations):
        if each.operand is None:
            aggregations.append(each)
            continue
        declared = Property(f"operand {number}", each.operand.type or each.result.type)
        wanted[declared] = each.operand
        aggregations.append(replace(each, operand=PropertyValue(declared, declared.type)))
    return grouped(innermost(parts, wanted), replace(step, aggregations=tuple(aggregations)))


def _after(made: Statement, step: Step) -> Statement:
    match step:
        case Filtered(condition=stated):
            return made.filtered(stated)
        case Extended(computed=computed):
            return made.extended({each.property: each.expression for each in computed})
        case Grouped():
            return grouped(made, step)
        case Ordered(order=order):
            return replace(made, order=order)
        case Cut(skip=skip, top=top):
            return made.cut(made.order, skip, top)
        case Best():
            return best(made, step)


def _page(
    made: Statement, order: Sequence[OrderItem], options: QueryOptions, plan: PagePlan
) -> Statement:
    added = {each.property: each.expression for each in options.compute}
    for number, item in enumerate(order):
        if item.declared is None:
            added[Property(order_key(number), item.type)] = item.expression
    placed = made
    if options.skip_token is not None:
        placed = made.after(order, decode_skip_token(options.skip_token, order))
    extended = placed.extended(added) if added else placed
    return replace(extended, order=()).cut(order, plan.skip, plan.fetch)


def _fetched(page: Statement) -> list[dict[str, Any]]:
    names = [each.name for each in page.properties]
    return [dict(zip(names, values, strict=True)) for values in _executed(page)]


def _typed(found: dict[str, Any], declared: Sequence[Property]) -> dict[str, Scalar]:
    return found | {each.name: typed(found[each.name], each.type) for each in declared}


def _count(made: Statement) -> int:
    counted = replace(made, sql=f"SELECT COUNT(*) FROM ({made.sql}) AS t")
    return int(_executed(counted)[0][0])


def _executed(statement: Statement) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement.sql, statement.params)
        return list(cursor.fetchall())
