"""GROUP BY, and the best by a running sum, from one statement to the next."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from api.odata.aggregation.steps import Aggregation, Best, Grouped, Measure, Method
from api.odata.aggregation.tables import SIZE, Statement, is_float
from api.odata.expressions.order import OrderItem
from api.odata.model import Property
from api.odata.queryset import value
from api.odata.sql.functions import numeric

Sql = tuple[str, list[Any]]


def grouped(base: Statement, step: Grouped) -> Statement:
    """One row for each combination of the keys' values, or one in all."""
    names = {each.name: number for number, each in enumerate(base.properties)}
    keys = [f"c{names[each.name]}" for each in step.keys]
    made = [_aggregated(base, each) for each in step.aggregations]
    columns = [*keys, *(sql for sql, _ in made)]
    listed = ", ".join(f"{sql} AS c{number}" for number, sql in enumerate(columns))
    group = f" GROUP BY {', '.join(keys)}" if keys else ""
    return Statement(
        f"SELECT {listed} FROM ({base.sql}) AS t{group}",
        (*(value for _, params in made for value in params), *base.params),
        (*step.keys, *(each.result for each in step.aggregations)),
    )


def best(base: Statement, step: Best) -> Statement:
    """The rows with the greatest or least values; those of equal value in no certain order."""
    order = (OrderItem(step.value, descending=step.descending),)
    if step.measure is Measure.COUNT:
        return replace(base.cut(order, 0, step.count), order=base.order)
    ordered, order_params = base.order_by((*order, *map(OrderItem.by, base.properties)))
    shown, params = base.fragment(numeric(value(step.value, base.columns), step.value.type))
    own = ", ".join(f"c{number}" for number in range(len(base.properties)))
    wanted = "%s" if step.measure is Measure.SUM else "total * %s / 100"
    frame = "ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING"
    sums = f"COALESCE(SUM(v) OVER ({frame}), 0) AS before, SUM(v) OVER () AS total"
    placed = f"SELECT *, {shown} AS v, row_number() OVER ({ordered}) AS place"
    running = f"SELECT *, {sums} FROM ({placed} FROM ({base.sql}) AS t) AS placed"
    sql = f"SELECT {own} FROM ({running}) AS running WHERE before < {wanted}"
    return replace(base, sql=sql, params=(*params, *order_params, *base.params, step.amount))


def _aggregated(base: Statement, each: Aggregation) -> Sql:
    if each.method is None or each.operand is None:
        return (f"COALESCE(SUM({SIZE}), 0)::bigint" if base.weighted else "COUNT(*)"), []
    operand = value(each.operand, base.columns)
    if each.method in {Method.SUM, Method.AVERAGE}:
        operand = numeric(operand, each.operand.type)
    sql, params = base.fragment(operand)
    text = _TEXTS[each.method, base.weighted]
    repeated = [value for _ in range(text.count("{0}")) for value in params]
    return _cast(text.format(sql), each.result), repeated


_WEIGHT = f"SUM(CASE WHEN {{0}} IS NOT NULL THEN {SIZE} END)"
_TEXTS: Mapping[tuple[Method, bool], str] = {
    (Method.SUM, False): "SUM({0})",
    (Method.SUM, True): f"SUM({{0}} * {SIZE})",
    (Method.AVERAGE, False): "AVG({0})",
    (Method.AVERAGE, True): f"SUM({{0}} * {SIZE}) / {_WEIGHT}",
    (Method.MIN, False): "MIN({0})",
    (Method.MIN, True): "MIN({0})",
    (Method.MAX, False): "MAX({0})",
    (Method.MAX, True): "MAX({0})",
    (Method.COUNT_DISTINCT, False): "COUNT(DISTINCT {0})",
    (Method.COUNT_DISTINCT, True): "COUNT(DISTINCT {0})",
}


def _cast(sql: str, result: Property) -> str:
    if is_float(result):
        return f"({sql})::float8"
    return sql
