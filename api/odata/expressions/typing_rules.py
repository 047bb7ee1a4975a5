"""Which operands may meet in a comparison (OData 4.01 Part 2, 5.1.1.1 and 5.1.1.18)."""

from collections.abc import Sequence

from api.odata.errors import BadRequestError, NotImplementedFeatureError
from api.odata.expressions.literals import enum_literal, typed_literal
from api.odata.expressions.nodes import (
    FALSE,
    NEVER_NULL,
    Comparator,
    Comparison,
    EntityValue,
    Expression,
    Literal,
    Membership,
    Missing,
    Not,
    Placed,
    PropertyValue,
)
from api.odata.model import NUMBERS, EdmType, EnumType, ValueType, type_name

_EQUALITY = frozenset({Comparator.EQ, Comparator.NE})
_EXAMPLES = {
    EdmType.STRING: "'text'",
    EdmType.GUID: "3f2504e0-4f89-11d3-9a0c-0305e82c3301",
    EdmType.BOOLEAN: "true",
    EdmType.DECIMAL: "5.25",
    EdmType.SINGLE: "5.25",
    EdmType.DOUBLE: "5.25",
    EdmType.DATE: "2026-01-31",
    EdmType.TIME_OF_DAY: "23:59:00",
    EdmType.DATE_TIME_OFFSET: "2026-01-31T23:59:00Z",
    EdmType.DURATION: "duration'P1DT2H30M'",
    EdmType.BINARY: "binary'T0RhdGE'",
    EdmType.ENTITY: "null",
}
_HOLDS = {
    Comparator.GT: lambda order: order > 0,
    Comparator.GE: lambda order: order >= 0,
    Comparator.LT: lambda order: order < 0,
    Comparator.LE: lambda order: order <= 0,
}
_MIRRORED = {
    Comparator.GT: Comparator.LT,
    Comparator.GE: Comparator.LE,
    Comparator.LT: Comparator.GT,
    Comparator.LE: Comparator.GE,
}


def comparison(operator: Comparator, left: Placed, right: Placed) -> Expression:
    """Two operands compared, a string standing for another type's value made one.

    Raises BadRequestError where the types differ, NotImplementedFeatureError where they
    have no order or are entities.
    """
    left = Placed(_converted(left, right.node.type), left.position)
    right = Placed(_converted(right, left.node.type), right.position)
    for one, other in ((left, right), (right, left)):
        if isinstance(one.node, EntityValue):
            return _entity_comparison(operator, one.node, other)
    _refuse_mismatch(left, right)
    for one, other in ((left, right), (right, left)):
        if isinstance(one.node.type, EnumType) and operator not in _EQUALITY:
            return _by_number(operator, left.node, right.node)
        if isinstance(other.node, Literal) and isinstance(one.node, (*NEVER_NULL, Not)):
            settled = _settled(operator, one.node, other.node)
            if settled is not None:
                return settled
    return Comparison(operator, left.node, right.node)


def membership(operand: Placed, options: Sequence[Placed]) -> Membership:
    """`operand in (…)`; refuses what `eq` would refuse for one of the options."""
    nodes = []
    for option in options:
        converted = Placed(_converted(option, operand.node.type), option.position)
        _refuse_mismatch(operand, converted)
        nodes.append(converted.node)
    if operand.node.type is EdmType.ENTITY:
        feature = "in for entities"
        raise NotImplementedFeatureError(feature)
    return Membership(operand.node, tuple(nodes))


def flags(operand: Placed, flag: Placed) -> Membership:
    """`operand has member`: the members whose number has all bits of the other's.

    Raises BadRequestError where the operands are not of one enumeration, or the flag none.
    """
    enum = operand.node.type
    if not isinstance(enum, EnumType):
        got = type_name(enum)
        message = f"has takes an enumeration at {operand.position}, not {got}"
        raise BadRequestError(message)
    wanted = _converted(flag, enum)
    _refuse_mismatch(operand, Placed(wanted, flag.position))
    if not isinstance(wanted, Literal):
        feature = "has with anything but a literal"
        raise NotImplementedFeatureError(feature)
    found = enum.names.find(str(wanted.value))
    bits = 0 if found is None else found.value
    having = [each for each in enum.names if found and each.value & bits == bits]
    return Membership(operand.node, tuple(Literal(each.name, enum) for each in having))


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


def converted_branch(placed: Placed, other: ValueType | None) -> Expression:
    """A value made one of a type that it must share. Raises BadRequestError if it cannot."""
    node = _converted(placed, other)
    _refuse_mismatch(Placed(node, placed.position), Placed(Literal(None, other), 0))
    return node


def _converted(placed: Placed, other: ValueType | None) -> Expression:
    """A string literal as a member or duration beside one (4.01 leaves out the prefix)."""
    node = placed.node
    if not isinstance(node, Literal) or node.type is not EdmType.STRING:
        return node
    if isinstance(other, EnumType):
        return enum_literal(str(node.value), other, placed.position)
    if other is EdmType.DURATION:
        return typed_literal(str(node.value), EdmType.DURATION, placed.position)
    return node


def _entity_comparison(operator: Comparator, entity: EntityValue, other: Placed) -> Expression:
    if other.node.type is not None or operator not in _EQUALITY:
        feature = "comparing entities with anything but null, by eq or ne,"
        raise NotImplementedFeatureError(feature)
    missing = Missing(entity.entity)
    return missing if operator is Comparator.EQ else Not(missing)


def _by_number(operator: Comparator, left: Expression, right: Expression) -> Expression:
    """Members are ordered by their numbers, which the model knows and a column need not."""
    if isinstance(left, Literal) and not isinstance(right, Literal):
        return _by_number(_MIRRORED[operator], right, left)
    if not isinstance(right, Literal):
        feature = f"{operator} between two values of {type_name(left.type)}"
        raise NotImplementedFeatureError(feature)
    enum = left.type
    if not isinstance(enum, EnumType) or right.value is None:
        return FALSE
    found = next(each for each in enum.names if each.name == right.value)
    chosen = [each for each in enum.names if _HOLDS[operator](each.value - found.value)]
    return Membership(left, tuple(Literal(each.name, enum) for each in chosen))


def _settled(operator: Comparator, node: Expression, constant: Literal) -> Expression | None:
    """A condition beside true or false is itself or its opposite."""
    if isinstance(node, Not) and not isinstance(node.operand, NEVER_NULL):
        return None
    if operator not in _EQUALITY:
        return None
    if constant.value is None:
        return FALSE if operator is Comparator.EQ else Not(FALSE)
    return node if (constant.value is True) is (operator is Comparator.EQ) else Not(node)


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
    if value_type in NUMBERS and value_type not in _EXAMPLES:
        return "5"
    return _EXAMPLES.get(value_type, "null") if value_type else "null"
