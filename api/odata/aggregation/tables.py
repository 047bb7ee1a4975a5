"""The steps of a $apply as one SQL statement: each is a SELECT from the one before it.

Values become columns c0, c1… in the innermost SELECT, which Django writes with all that
expressions about entities may name. Around it are only columns; what is computed of them is
written by the same translator, and PostgreSQL sees through the layers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from django.db import connection
from django.db.models import QuerySet, Value
from django.db.models.expressions import Combinable, RawSQL
from django.db.models.sql import Query

from api.odata.expressions.nodes import Expression, PropertyValue
from api.odata.expressions.order import OrderItem
from api.odata.model import FLOATS, INTEGERS, EdmType, Property, Scalar
from api.odata.queryset import condition, following, ordering, value
from api.odata.sources import Column, Columns, Condition
from api.odata.sql.fields import field_of

Sql: TypeAlias = tuple[str, list[Any]]
"""SQL and its parameters."""
SIZE = "odata_size"
"""The column that says for how many entities alike a row stands."""


@dataclass(frozen=True)
class Rows:
    """Rows of one table that are entities, or (`size`) stand for several entities alike."""

    rows: QuerySet[Any]
    columns: Columns
    size: Combinable | None = None


@dataclass(frozen=True)
class Statement:
    """SQL whose columns c0, c1… are the properties, and whose parameters go with it."""

    sql: str
    params: tuple[Any, ...]
    properties: tuple[Property, ...]
    weighted: bool = False
    order: tuple[OrderItem, ...] = field(default=())

    @property
    def columns(self) -> Columns:
        """Where expressions about the properties find them."""
        return {p.name: Column(f"c{n}", nullable=True) for n, p in enumerate(self.properties)}

    def fragment(self, expression: Any) -> Sql:  # noqa: ANN401 - any of Django's
        """Write an expression of the columns."""
        query = self._query()
        return _written(query, expression.resolve_expression(query))

    def value(self, expression: Expression) -> Sql:
        """Write the value of an expression about the properties."""
        return self.fragment(value(expression, self.columns))

    def where(self, stated: Condition) -> Sql:
        """Write a condition on the columns."""
        if isinstance(stated, bool):
            return ("TRUE" if stated else "FALSE"), []
        query = self._query()
        query.add_q(stated)
        return _written(query, query.where)

    def order_by(self, order: Sequence[OrderItem]) -> Sql:
        """Write ORDER BY, with the order so far behind what is given."""
        texts, params = [], []
        for item in ordering((*order, *self.order), self.columns):
            sql, values = self.fragment(item)
            texts.append(sql)
            params += values
        return (f" ORDER BY {', '.join(texts)}" if texts else ""), params

    def extended(self, added: Mapping[Property, Expression]) -> "Statement":
        """All, with further properties; those of floats are kept as floats."""
        written = {each: self.value(expression) for each, expression in added.items()}
        return self.select(
            {
                each: (f"({sql})::float8" if is_float(each) else sql, params)
                for each, (sql, params) in written.items()
            }
        )

    def select(
        self,
        added: Mapping[Property, Sql],
        *,
        where: Condition = True,
        rest: Sql = ("", []),
    ) -> "Statement":
        """All columns and more, of the rows that meet a condition; `rest` follows WHERE."""
        count = len(self.properties)
        own = [f"c{number}" for number in range(count)] + [SIZE] * self.weighted
        new = [f"{sql} AS c{count + n}" for n, (sql, _) in enumerate(added.values())]
        condition_sql, values = self.where(where)
        sql = f"SELECT {', '.join([*own, *new]) or 1} FROM ({self.sql}) AS t"
        params = [value for _, part in added.values() for value in part]
        return replace(
            self,
            sql=f"{sql} WHERE {condition_sql}{rest[0]}",
            params=(*params, *self.params, *values, *rest[1]),
            properties=(*self.properties, *added),
        )

    def filtered(self, expression: Expression) -> "Statement":
        """Those for which a condition is true."""
        return self.select({}, where=condition(expression, self.columns))

    def after(self, order: Sequence[OrderItem], place: Sequence[Scalar]) -> "Statement":
        """Those that stand after a place in an order."""
        exact = [_exact(item) for item in order]
        return self.select({}, where=following(exact, place, self.columns))

    def cut(self, order: Sequence[OrderItem], skip: int, top: int | None) -> "Statement":
        """Some, by their place in an order."""
        sql, params = self.order_by(order)
        limit = "" if top is None else f" LIMIT {int(top)}"
        return self.select({}, rest=(f"{sql}{limit} OFFSET {int(skip)}", params))

    def _query(self) -> Query:
        # No model: as Django's own Q.check has it.
        query = Query(None, alias_cols=False)
        for number, declared in enumerate(self.properties):
            name = f"c{number}"
            # Integers that are computed are numeric, for they have no bounds.
            kind = EdmType.DECIMAL if declared.type in INTEGERS else declared.type
            reference = RawSQL(f'"{name}"', (), field_of(kind))  # noqa: S611 - our own
            query.add_annotation(reference, name, select=False)
        return query


def innermost(parts: Sequence[Rows], wanted: Mapping[Property, Expression]) -> Statement:
    """The values wanted of entities, a row each or one for several alike."""
    weighted = any(part.size is not None for part in parts)
    statements = [_of_part(part, wanted, weighted=weighted) for part in parts]
    return Statement(
        " UNION ALL ".join(sql for sql, _ in statements),
        tuple(value for _, params in statements for value in params),
        tuple(wanted),
        weighted,
    )


def _of_part(
    part: Rows, wanted: Mapping[Property, Expression], *, weighted: bool
) -> tuple[str, tuple[Any, ...]]:
    values: dict[str, Any] = {
        f"c{number}": value(expression, part.columns, "$apply")
        for number, expression in enumerate(wanted.values())
    }
    if weighted or not values:
        values[SIZE] = part.size or Value(1)
    found = part.rows.order_by().values(**values).query.sql_with_params()
    return found[0], tuple(found[1])


def _exact(item: OrderItem) -> OrderItem:
    """The item, its integers compared as numbers without bounds."""
    if item.declared is None or item.type not in INTEGERS:
        return item
    unbound = replace(item.declared, type=EdmType.DECIMAL)
    return replace(item, expression=PropertyValue(unbound, unbound.type))


def is_float(declared: Property) -> bool:
    """Whether a property is a float, which is computed as numeric and kept as float."""
    return declared.type in FLOATS


def _written(query: Query, what: Any) -> Sql:  # noqa: ANN401 - any of Django's
    sql, params = query.get_compiler(connection=connection).compile(what)
    return sql, list(params)
