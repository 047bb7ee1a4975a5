"""Which operands may meet in an expression (OData 4.01 Part 2, 5.1.1.1 and 5.1.1.18)."""

from collections.abc import Sequence

from api.odata.errors import BadRequestError, NotImplementedFeatureError
from api.odata.expressions.literals import enum_literal
from api.odata.expressions.nodes import (
    And,
    Comparator,
    Comparison,
    Expression,
    Literal,
    Membership,
    Not,
    Or,
    Placed,
    PropertyValue,
)
from api.odata.model import NUMBERS, EdmType, EnumType, ValueType, type_name

_CONDITIONS = (And, Or, Not, Comparison, Membership)
_EQUALITY = frozenset({Comparator.EQ, Comparator.NE})
_EXAMPLES = {
    EdmType.STRING: "'text'",
    EdmType.GUID: "3f2504e0-4f89-11d3-9a0c-0305e82c3301",
    EdmType.INT32: "5",
    EdmType.INT64: "5",
    EdmType.DECIMAL: "5.25",
    EdmType.BOOLEAN: "true",
    EdmType.DATE_TIME_OFFSET: "2026-01-31T23:59:00Z",
}


def comparison(operator: Comparator, left: Placed, right: Placed) -> Comparison:
    """Two operands compared, a string standing for an enumeration's member made one.

    Raises BadRequestError where the types differ, NotImplementedFeatureError where an
    operand is itself a comparison or has no order.
    """
    for operand in (left, right):
        if isinstance(operand.node, _CONDITIONS):
            feature = "comparing the result of a comparison"
            raise NotImplementedFeatureError(feature)
    left_node = _as_member(left, right.node.type)
    right_node = _as_member(right, left_node.type)
    _refuse_mismatch(Placed(left_node, left.position), Placed(right_node, right.position))
    for value_type in (left_node.type, right_node.type):
        unordered = isinstance(value_type, EnumType) or value_type is EdmType.BOOLEAN
        if unordered and operator not in _EQUALITY:
            feature = f"{operator} on {type_name(value_type)}"
            raise NotImplementedFeatureError(feature)
    return Comparison(operator, left_node, right_node)


def membership(operand: Placed, options: Sequence[Placed]) -> Membership:
    """`operand in (…)`; refuses what `eq` would refuse for one of the options."""
    checked = [comparison(Comparator.EQ, operand, option).right for option in options]
    return Membership(operand.node, tuple(o for o in checked if isinstance(o, Literal)))


def condition(placed: Placed) -> Expression:
    """The expression, if it is true or false; BadRequestError otherwise."""
    if placed.node.type in {EdmType.BOOLEAN, None}:
        return placed.node
    name = placed.node.property.name if isinstance(placed.node, PropertyValue) else "this"
    kind = type_name(placed.node.type)
    message = (
        f"a condition is needed at {placed.position}, but {name} is {kind}; "
        f"compare it, as in {name} eq {_example(placed.node.type)}"
    )
    raise BadRequestError(message)


def _as_member(placed: Placed, other: ValueType | None) -> Expression:
    node = placed.node
    if not isinstance(other, EnumType) or node.type is not EdmType.STRING:
        return node
    if not isinstance(node, Literal):
        return node
    return enum_literal(str(node.value), other, placed.position)


def _refuse_mismatch(left: Placed, right: Placed) -> None:
    one, other = left.node.type, right.node.type
    if one == other or one is None or other is None or (one in NUMBERS and other in NUMBERS):
        return
    wrong, wanted = (left, other) if isinstance(left.node, Literal) else (right, one)
    message = (
        f"{type_name(one)} cannot be compared with {type_name(other)} at {wrong.position}; "
        f"{type_name(wanted)} is written like {_example(wanted)}"
    )
    raise BadRequestError(message)


def _example(value_type: ValueType | None) -> str:
    if isinstance(value_type, EnumType):
        return f"'{value_type.members[0]}'"
    return _EXAMPLES.get(value_type, "null") if value_type else "null"
