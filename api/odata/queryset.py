"""Turns a filter and an order into Django's terms, with OData's rules of null.

This module, `operands`, `sources` and the package `sql` are the only ones of the layer that
know Django. Only what a source maps reaches the ORM.
"""

from collections.abc import Sequence

from django.db.models import F, Func, Q, TextField, Value
from django.db.models.expressions import Combinable, OrderBy
from django.db.models.lookups import GreaterThan, LessThan

from api.odata.errors import NotImplementedFeatureError
from api.odata.expressions.nodes import Expression
from api.odata.expressions.order import OrderItem
from api.odata.expressions.uses import properties_in
from api.odata.model import Scalar
from api.odata.operands import DerivedUseError, Varying
from api.odata.paging import after
from api.odata.sources import Column, Columns, Condition, Derived
from api.odata.sql import translator
from api.odata.sql.fields import field_of
from api.odata.sql.frames import Frame
from api.odata.sql.navigation import is_nullable


def condition(expression: Expression, columns: Columns, option: str = "$filter") -> Condition:
    """When the expression is true of a row of a source; True or False if of all or none.

    `option` is the one that refusals name.
    Raises NotImplementedFeatureError for uses that a Derived property does not offer.
    """
    try:
        return translator.truth(expression, Frame.of(columns)).when_true
    except DerivedUseError as error:
        raise _underivable(expression, columns, option) from error


def as_q(settled: Condition) -> Q:
    """The condition for `QuerySet.filter`, which False leaves empty without asking."""
    if isinstance(settled, Q):
        return settled
    return Q() if settled else Q(pk__in=[])


def value(expression: Expression, columns: Columns, option: str = "$compute") -> Combinable:
    """What a row has for the expression, for `QuerySet.annotate`."""
    try:
        operand = translator.value(expression, Frame.of(columns))
    except DerivedUseError as error:
        raise _underivable(expression, columns, option) from error
    if isinstance(operand, Varying):
        return operand.expression
    if isinstance(operand, Derived):
        raise _underivable(expression, columns, option)
    return Value(operand.value, output_field=field_of(expression.type))


def ordering(items: Sequence[OrderItem], columns: Columns) -> list[OrderBy]:
    """The items for `QuerySet.order_by`: null before every value (Part 1, 11.2.6.2).

    Constants are left out. For columns without nulls nothing is said of them, so that a
    plain index serves. Raises NotImplementedFeatureError for Derived properties.
    """
    frame = Frame.of(columns)
    orders = [_order(item, frame) for item in items]
    return [each for each in orders if each is not None]


def following(
    order: Sequence[OrderItem], values: Sequence[Scalar], columns: Columns
) -> Condition:
    """When a row stands after the row with these values in a total order.

    Where all of it is columns without nulls, in one direction, they are compared as one row:
    PostgreSQL then enters an index at the place, and page 10,000 costs what page 1 costs.
    """
    references = [_plain(item, columns) for item in order]
    directions = {item.descending for item in order}
    if len(order) == 1 or None in references or len(directions) > 1:
        return condition(after(order, values), columns)
    ours = Func(*references, function="ROW", output_field=TextField())
    theirs = Func(*map(Value, values), function="ROW")
    return Q((LessThan if directions == {True} else GreaterThan)(ours, theirs))


def _plain(item: OrderItem, columns: Columns) -> F | None:
    """The column that an item orders by, where it is one without nulls and encoding."""
    source = columns.get(item.declared.name) if item.declared else None
    if not isinstance(source, Column) or source.encode or not item.declared:
        return None
    return None if is_nullable(source, item.declared) else F(source.path)


def _order(item: OrderItem, frame: Frame) -> OrderBy | None:
    try:
        operand = translator.value(item.expression, frame)
    except DerivedUseError as error:
        raise _unordered(item) from error
    if isinstance(operand, Derived):
        raise _unordered(item)
    if not isinstance(operand, Varying):
        return None
    nullable = operand.nullable or None
    if item.descending:
        return OrderBy(operand.expression, descending=True, nulls_last=nullable)  # type: ignore[arg-type]  # any of Django's
    return OrderBy(operand.expression, nulls_first=nullable)  # type: ignore[arg-type]  # likewise


def _underivable(
    expression: Expression, columns: Columns, option: str
) -> NotImplementedFeatureError:
    """The refusal that names what no column holds; behind a path, all that it may be."""
    used = properties_in(expression)
    single = [
        each for each in used if each.filtered_as or isinstance(columns.get(each.name), Derived)
    ]
    names = " and ".join(each.name for each in single or used) or "this"
    feature = f"{option} that does with {names} anything but compare it with a value"
    return NotImplementedFeatureError(feature, target=option)


def _unordered(item: OrderItem) -> NotImplementedFeatureError:
    feature = f"$orderby by {item.text}"
    return NotImplementedFeatureError(feature)
