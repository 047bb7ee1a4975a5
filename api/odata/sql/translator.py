"""Conditions and values of the typed tree in Django's terms, with OData's rules of null."""

from typing import Any

from django.db.models import Case, Q, Value, When
from django.db.models.lookups import Contains, EndsWith, StartsWith

from api.odata.expressions import calculation
from api.odata.expressions.nodes import (
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
    Literal,
    Membership,
    Missing,
    Negative,
    Not,
    Or,
    PropertyValue,
)
from api.odata.model import NUMBERS, EdmType, Scalar
from api.odata.operands import (
    DerivedUseError,
    Operand,
    Varying,
    as_expression,
    truth_of_comparison,
)
from api.odata.sources import Condition, Constant, Derived, Truth, all_of, any_of, inverted
from api.odata.sql import functions, navigation
from api.odata.sql.fields import field_of
from api.odata.sql.frames import Frame

_MATCHES: dict[str, tuple[str, type[Any]]] = {
    "contains": ("contains", Contains),
    "startswith": ("startswith", StartsWith),
    "endswith": ("endswith", EndsWith),
}
_TRUE, _FALSE = Constant(value=True), Constant(value=False)
_PREDICATES = (Comparison, Membership, And, Or, Not, Missing, AnyOf, AllOf)


def truth(node: Expression, frame: Frame) -> Truth:  # noqa: PLR0911 - one a node
    """When a condition is true and when it is false."""
    match node:
        case And(operands=operands) | Or(operands=operands):
            truths = [truth(each, frame) for each in operands]
            return _chain(truths, conjunction=isinstance(node, And))
        case Not(operand=operand):
            return truth(operand, frame).opposite()
        case Comparison(operator=operator, left=left, right=right):
            return truth_of_comparison(operator, value(left, frame), value(right, frame))
        case Membership(operand=operand, options=options):
            return _membership(value(operand, frame), [value(o, frame) for o in options])
        case Missing() | AnyOf() | AllOf():
            return navigation.truth(node, frame)
        case Call(function=function) if function in _MATCHES:
            return _match(node, frame)
        case _:
            return _two_valued(value(node, frame))


def value(node: Expression, frame: Frame) -> Operand:  # noqa: C901, PLR0911 - one a node
    """An operand: what a row has for an expression."""
    match node:
        case Literal(value=constant):
            return Constant(constant)
        case PropertyValue() | CountOf():
            return navigation.value(node, frame)
        case Call(function=function) if function not in _MATCHES:
            return _call(node, frame)
        case Arithmetic():
            return _arithmetic(node, frame)
        case Negative(operand=operand, type=result):
            inner = value(operand, frame)
            if isinstance(inner, Constant):
                return Constant(calculation.negative(inner.value))
            moved = functions.negative(_expression(inner), result)
            kind = EdmType.DECIMAL if result in NUMBERS else result
            return Varying(moved, kind, _nullable(inner))
        case Cast(operand=operand, type=target):
            inner = value(operand, frame)
            if isinstance(inner, Constant):
                return Constant(calculation.cast_value(inner.value, target))
            made = functions.cast(_expression(inner), operand.type, target)
            return Varying(
                made, EdmType.DECIMAL if target in NUMBERS else target, nullable=True
            )
        case Choice():
            return _choice(node, frame)
        case EntityValue():
            raise DerivedUseError
        case _:
            return _as_value(truth(node, frame.within_value()))


def _two_valued(operand: Operand) -> Truth:
    return Truth(
        truth_of_comparison(Comparator.EQ, operand, _TRUE).when_true,
        truth_of_comparison(Comparator.EQ, operand, _FALSE).when_true,
    )


def _chain(truths: list[Truth], *, conjunction: bool) -> Truth:
    trues = [each.when_true for each in truths]
    falses = [each.when_false for each in truths]
    if conjunction:
        return Truth(all_of(trues), any_of(falses))
    return Truth(any_of(trues), all_of(falses))


def _as_value(stated: Truth) -> Operand:
    """A condition as true, false or null."""
    if stated.when_true is True or stated.when_false is True:
        return Constant(stated.when_true is True)
    whens = [
        When(condition, then=Value(result))
        for condition, result in ((stated.when_true, True), (stated.when_false, False))
        if isinstance(condition, Q)
    ]
    if not whens:
        return Constant(None)
    made = Case(*whens, default=Value(None), output_field=field_of(EdmType.BOOLEAN))
    return Varying(made, EdmType.BOOLEAN, nullable=True)


def _membership(operand: Operand, options: list[Operand]) -> Truth:
    constants = [each.value for each in options if isinstance(each, Constant)]
    listed = _listed(operand, constants) if len(constants) == len(options) else None
    if listed is None or not isinstance(operand, Varying):
        each = [truth_of_comparison(Comparator.EQ, operand, o) for o in _distinct(options)]
        return _chain(each, conjunction=False)
    if None in constants:
        return Truth(
            any_of([listed, operand.is_null()]),
            all_of([inverted(listed), operand.is_known()]),
        )
    return Truth(listed, any_of([inverted(listed), operand.is_null()]))


def _distinct(options: list[Operand]) -> list[Operand]:
    constants = {o.value: o for o in options if isinstance(o, Constant)}
    return [*constants.values(), *(o for o in options if not isinstance(o, Constant))]


def _listed(operand: Operand, constants: list[Scalar]) -> Condition | None:
    """SQL's IN, where every value is one that the column can hold."""
    values = set(constants) - {None}
    if not isinstance(operand, Varying) or operand.column is None or not values:
        return None
    if operand.type in NUMBERS and not all(operand.can_hold(value) for value in values):
        return None
    stored = [operand.column.stored(value) for value in values]
    return Q(**{f"{operand.column.path}__in": sorted(stored, key=str)})


def _match(node: Call, frame: Frame) -> Truth:
    operands = [value(each, frame) for each in node.arguments]
    text, part = operands
    if isinstance(text, Derived) or isinstance(part, Derived):
        raise DerivedUseError
    if isinstance(text, Constant) and isinstance(part, Constant):
        result = calculation.call(node.function, [text.value, part.value])
        return Truth(result is True, result is False)
    if Constant(None) in operands:
        return Truth(when_true=False, when_false=False)
    name, lookup = _MATCHES[node.function]
    if isinstance(text, Varying) and text.column and isinstance(part, Constant):
        found = Q(**{f"{text.column.path}__{name}": text.column.stored(part.value)})
    else:
        found = Q(lookup(as_expression(text), as_expression(part)))
    known = [each.is_known() for each in operands if isinstance(each, Varying)]
    return Truth(found, all_of([inverted(found), *known]))


def _call(node: Call, frame: Frame) -> Operand:
    operands = [value(each, frame) for each in node.arguments]
    constants = [each.value for each in operands if isinstance(each, Constant)]
    if None in constants:
        return Constant(None)
    if len(constants) == len(operands):
        return Constant(calculation.call(node.function, constants))
    types = [each.type for each in node.arguments]
    made = functions.call(node.function, [_expression(o) for o in operands], types, node.type)
    kind = EdmType.DECIMAL if node.function in calculation.ROUNDING else node.type
    return Varying(made, kind, any(_nullable(each) for each in operands))


def _arithmetic(node: Arithmetic, frame: Frame) -> Operand:
    left, right = value(node.left, frame), value(node.right, frame)
    if Constant(None) in [left, right]:
        return Constant(None)
    if isinstance(left, Constant) and isinstance(right, Constant):
        found = calculation.calculated(node.operator, left.value, right.value, node.type)
        return Constant(found)
    types = [node.left.type, node.right.type]
    operands = [_expression(left), _expression(right)]
    made = functions.arithmetic(node.operator, operands, types, node.type)
    kind = EdmType.DECIMAL if node.type in NUMBERS else node.type
    return Varying(made, kind, nullable=True)


def _choice(node: Choice, frame: Frame) -> Operand:
    inner = frame.within_value()
    whens: list[When] = []
    rest: Operand = Constant(None)
    for condition, then in node.branches:
        stated = truth(condition, inner).when_true
        chosen = value(then, frame)
        if stated is True:
            rest = chosen
            break
        if isinstance(stated, Q):
            whens.append(When(stated, then=_expression(chosen)))
    if not whens:
        return rest
    output = field_of(EdmType.DECIMAL if node.type in NUMBERS else node.type)
    made = Case(*whens, default=_expression(rest), output_field=output)
    return Varying(made, EdmType.DECIMAL if node.type in NUMBERS else node.type, nullable=True)


def _expression(operand: Operand) -> Any:  # noqa: ANN401 - Django's types know too little
    if isinstance(operand, Derived):
        raise DerivedUseError
    return as_expression(operand)


def _nullable(operand: Operand) -> bool:
    return isinstance(operand, Varying) and operand.nullable
