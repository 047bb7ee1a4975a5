"""Which operands arithmetic takes and what comes of them (OData 4.01 Part 2, 5.1.1.2)."""

from api.odata.errors import BadRequestError
from api.odata.expressions.literals import negated, typed_literal
from api.odata.expressions.nodes import (
    Arithmetic,
    Expression,
    Literal,
    Negative,
    Operator,
    Placed,
)
from api.odata.model import FLOATS, INTEGERS, NUMBERS, EdmType, ValueType, type_name

_MOMENT, _DATE, _SPAN = EdmType.DATE_TIME_OFFSET, EdmType.DATE, EdmType.DURATION
_NUMBER = "a number"
_TEMPORAL = {
    (_MOMENT, Operator.SUB, _MOMENT): _SPAN,
    (_DATE, Operator.SUB, _DATE): _SPAN,
    (_MOMENT, Operator.ADD, _SPAN): _MOMENT,
    (_MOMENT, Operator.SUB, _SPAN): _MOMENT,
    (_DATE, Operator.ADD, _SPAN): _DATE,
    (_DATE, Operator.SUB, _SPAN): _DATE,
    (_SPAN, Operator.ADD, _MOMENT): _MOMENT,
    (_SPAN, Operator.ADD, _DATE): _DATE,
    (_SPAN, Operator.ADD, _SPAN): _SPAN,
    (_SPAN, Operator.SUB, _SPAN): _SPAN,
    (_SPAN, Operator.MUL, _NUMBER): _SPAN,
    (_NUMBER, Operator.MUL, _SPAN): _SPAN,
    (_SPAN, Operator.DIV, _NUMBER): _SPAN,
    (_SPAN, Operator.DIVBY, _NUMBER): _SPAN,
}
_DIVISIONS = frozenset({Operator.DIV, Operator.DIVBY, Operator.MOD})


def arithmetic(operator: Operator, left: Placed, right: Placed) -> Arithmetic:
    """Two operands put together.

    Raises BadRequestError where the types do not go together, or a literal divisor is zero.
    """
    left = Placed(_span(left, right.node.type), left.position)
    right = Placed(_span(right, left.node.type), right.position)
    one, other = left.node.type, right.node.type
    result = _result(operator, one or other, other or one)
    if result is None:
        message = (
            f"{operator} does not go with {type_name(one)} and {type_name(other)} "
            f"at {right.position}"
        )
        raise BadRequestError(message)
    if operator in _DIVISIONS and isinstance(right.node, Literal) and right.node.value == 0:
        message = f"division by zero at {right.position}"
        raise BadRequestError(message)
    return Arithmetic(operator, left.node, right.node, result)


def negation(operand: Placed) -> Expression:
    """The operand with the other sign. Raises BadRequestError where it has none."""
    node = operand.node
    if isinstance(node, Literal):
        constant = negated(node)
        if constant is not None:
            return constant
    if node.type is None:
        return node
    if isinstance(node.type, EdmType) and (node.type in NUMBERS or node.type is _SPAN):
        return Negative(node, node.type)
    got = type_name(node.type)
    message = f"- takes a number or a duration at {operand.position}, not {got}"
    raise BadRequestError(message)


def _span(placed: Placed, other: ValueType | None) -> Expression:
    node = placed.node
    if other not in {_MOMENT, _DATE, _SPAN} or not isinstance(node, Literal):
        return node
    if node.type is EdmType.STRING:
        return typed_literal(str(node.value), _SPAN, placed.position)
    return node


def _result(
    operator: Operator, one: ValueType | None, other: ValueType | None
) -> EdmType | None:
    if one is None:
        return EdmType.DECIMAL
    if one in NUMBERS and other in NUMBERS:
        if one in FLOATS or other in FLOATS:
            return EdmType.DOUBLE
        whole = one in INTEGERS and other in INTEGERS and operator is not Operator.DIVBY
        return EdmType.INT64 if whole else EdmType.DECIMAL
    return _TEMPORAL.get((_class(one), operator, _class(other)))  # type: ignore[arg-type]  # what is not in the table is refused


def _class(value_type: ValueType | None) -> object:
    return _NUMBER if value_type in NUMBERS else value_type
