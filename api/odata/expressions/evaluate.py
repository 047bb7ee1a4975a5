"""What an expression says of one row in Python, by OData's rules of null (Part 2, 5.1.1.1)."""

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from api.odata.expressions.nodes import (
    And,
    Call,
    Comparator,
    Comparison,
    Expression,
    Literal,
    Membership,
    Not,
    Or,
    PropertyValue,
)
from api.odata.model import Scalar

Row: TypeAlias = Mapping[str, Scalar]

_ORDER: dict[Comparator, Callable[[Any, Any], bool]] = {
    Comparator.GT: operator.gt,
    Comparator.GE: operator.ge,
    Comparator.LT: operator.lt,
    Comparator.LE: operator.le,
}
_FUNCTIONS: dict[str, Callable[..., Scalar]] = {
    "contains": lambda text, part: part in text,
    "startswith": str.startswith,
    "endswith": str.endswith,
    "tolower": str.lower,
    "toupper": str.upper,
    "length": len,
}


def evaluate(expression: Expression, row: Row) -> bool:
    """Whether the row, a mapping of property names to values, satisfies the condition."""
    return value_of(expression, row) is True


def value_of(expression: Expression, row: Row) -> Scalar:  # noqa: PLR0911 - one a node
    """The value of an expression for a row; None is null."""
    match expression:
        case Literal(value=value):
            return value
        case PropertyValue(property=found):
            return row[found.name]
        case Call(function=name, arguments=arguments):
            return call(name, [value_of(each, row) for each in arguments])
        case Comparison(operator=compared, left=left, right=right):
            return compare(compared, value_of(left, row), value_of(right, row))
        case Membership(operand=operand, options=options):
            found_value = value_of(operand, row)
            return any(compare(Comparator.EQ, found_value, each.value) for each in options)
        case And(operands=operands):
            return _all([value_of(each, row) for each in operands])
        case Or(operands=operands):
            negated = [_opposite(value_of(each, row)) for each in operands]
            return _opposite(_all(negated))
        case Not(operand=operand):
            return _opposite(value_of(operand, row))


def compare(compared: Comparator, left: Scalar, right: Scalar) -> bool:
    """Two values compared: null equals null only, and is never greater or less."""
    if compared is Comparator.EQ:
        return left == right
    if compared is Comparator.NE:
        return left != right
    if left is None or right is None:
        return False
    return _ORDER[compared](left, right)


def call(name: str, arguments: list[Scalar]) -> Scalar:
    """A function's value; null if an argument is null."""
    if None in arguments:
        return None
    return _FUNCTIONS[name](*arguments)


def _all(values: Sequence[Scalar]) -> bool | None:
    if False in values:
        return False
    return None if None in values else True


def _opposite(value: Scalar) -> bool | None:
    return None if value is None else not value
