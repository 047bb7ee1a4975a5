"""What an expression says of one row in Python, by OData's rules of null (Part 2, 5.1.1.1).

The oracle of what is translated to SQL. Related entities are rows within a row: a mapping or
None under the name of a navigation to one, a sequence of mappings under that to many.
"""

import math
import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from api.odata.expressions.calculation import calculated, call, cast_value, negative
from api.odata.expressions.nodes import (
    IT,
    AllOf,
    And,
    AnyOf,
    Arithmetic,
    Call,
    Cast,
    Choice,
    Comparator,
    Comparison,
    CountOf,
    EntityValue,
    Expression,
    Instance,
    Literal,
    Members,
    Membership,
    Missing,
    Negative,
    Not,
    Or,
    PropertyValue,
    Variable,
)
from api.odata.model import Scalar

__all__ = ["Row", "call", "compare", "evaluate", "value_of"]

Row: TypeAlias = Mapping[str, Any]
Rows: TypeAlias = Mapping[str, Row]
"""From the name of a variable to its entity."""

_ORDER: dict[Comparator, Callable[[Any, Any], bool]] = {
    Comparator.GT: operator.gt,
    Comparator.GE: operator.ge,
    Comparator.LT: operator.lt,
    Comparator.LE: operator.le,
}


def evaluate(expression: Expression, row: Row) -> bool:
    """Whether the row, a mapping of property names to values, satisfies the condition."""
    return value_of(expression, row) is True


def value_of(expression: Expression, row: Row) -> Scalar:
    """The value of an expression for a row; None is null."""
    return _value(expression, {IT.name: row})


def compare(compared: Comparator, left: Scalar, right: Scalar) -> bool:
    """Two values compared: null equals null only, and is never greater or less."""
    if compared is Comparator.EQ:
        return left == right
    if compared is Comparator.NE:
        return left != right
    if left is None or right is None or _is_nan(left) or _is_nan(right):
        return False
    return _ORDER[compared](left, right)


def _value(expression: Expression, rows: Rows) -> Scalar:  # noqa: C901, PLR0911, PLR0912 - one a node
    match expression:
        case Literal(value=value):
            return value
        case PropertyValue(property=found, owner=owner):
            entity = _entity(owner, rows)
            return None if entity is None else entity[found.name]
        case Call(function=name, arguments=arguments):
            return call(name, [_value(each, rows) for each in arguments])
        case Arithmetic(operator=symbol, left=left, right=right, type=result):
            return calculated(symbol, _value(left, rows), _value(right, rows), result)
        case Negative(operand=operand):
            return negative(_value(operand, rows))
        case Cast(operand=operand, type=target):
            return cast_value(_value(operand, rows), target)
        case Choice(branches=branches):
            chosen = (then for when, then in branches if _value(when, rows) is True)
            return _value(next(chosen, Literal(None, None)), rows)
        case Comparison(operator=compared, left=left, right=right):
            return compare(compared, _value(left, rows), _value(right, rows))
        case Membership(operand=operand, options=options):
            found_value = _value(operand, rows)
            values = [_value(each, rows) for each in options]
            return any(compare(Comparator.EQ, found_value, each) for each in values)
        case And(operands=operands):
            return _all([_value(each, rows) for each in operands])
        case Or(operands=operands):
            negated = [_opposite(_value(each, rows)) for each in operands]
            return _opposite(_all(negated))
        case Not(operand=operand):
            return _opposite(_value(operand, rows))
        case Missing(entity=step) | EntityValue(entity=step):
            return _entity(step, rows) is None
        case AnyOf(members=members):
            return any(_marks(members, rows))
        case AllOf(members=members):
            return all(_marks(members, rows))
        case CountOf(members=members):
            return sum(_marks(members, rows))


def _entity(instance: Instance, rows: Rows) -> Row | None:
    if isinstance(instance, Variable):
        return rows[instance.name]
    origin = _entity(instance.origin, rows)
    found: Row | None = None if origin is None else origin[instance.navigation.name]
    return found


def _marks(members: Members, rows: Rows) -> list[bool]:
    """Whether the condition is true, for each entity of the collection."""
    origin = _entity(members.origin, rows)
    entities: Sequence[Row] = () if origin is None else origin[members.navigation.name]
    name = members.variable.name
    return [_value(members.condition, {**rows, name: each}) is True for each in entities]


def _is_nan(value: Scalar) -> bool:
    return isinstance(value, float) and math.isnan(value)


def _all(values: Sequence[Scalar]) -> bool | None:
    if False in values:
        return False
    return None if None in values else True


def _opposite(value: Scalar) -> bool | None:
    return None if value is None else not value
