"""Turns a filter and an order into Django's terms, with OData's rules of null.

This module, `operands` and `sources` are the only ones of the layer that know Django. Only
what a source maps reaches the ORM.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import F, Func, Q
from django.db.models.expressions import OrderBy
from django.db.models.functions import Length, Lower, Upper
from django.db.models.lookups import Contains, EndsWith, StartsWith

from api.odata.errors import NotImplementedFeatureError
from api.odata.expressions.evaluate import call as call_function
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
from api.odata.model import NUMBERS, EdmType, Property, Scalar
from api.odata.operands import (
    DerivedUseError,
    Operand,
    Varying,
    as_expression,
    truth_of_comparison,
)
from api.odata.query_options import OrderItem
from api.odata.sources import (
    Column,
    Columns,
    Condition,
    Constant,
    Derived,
    Truth,
    all_of,
    any_of,
    inverted,
)

_TRANSFORMS: dict[str, type[Func]] = {"tolower": Lower, "toupper": Upper, "length": Length}
_MATCHES: dict[str, tuple[str, type[Any]]] = {
    "contains": ("contains", Contains),
    "startswith": ("startswith", StartsWith),
    "endswith": ("endswith", EndsWith),
}


def condition(expression: Expression, columns: Columns) -> Condition:
    """When the expression is true of a row of a source; True or False if of all or none.

    Raises NotImplementedFeatureError for uses that a Derived property does not offer.
    """
    try:
        return _truth(expression, columns).when_true
    except DerivedUseError as error:
        feature = "this use of a derived property"
        raise NotImplementedFeatureError(feature) from error


def as_q(settled: Condition) -> Q:
    """The condition for `QuerySet.filter`, which False leaves empty without asking."""
    if isinstance(settled, Q):
        return settled
    return Q() if settled else Q(pk__in=[])


def ordering(items: Sequence[OrderItem], columns: Columns) -> list[OrderBy]:
    """The items for `QuerySet.order_by`: null before every value (Part 1, 11.2.6.2).

    Constants are left out. For columns without nulls nothing is said of them, so that a
    plain index serves. Raises NotImplementedFeatureError for Derived properties.
    """
    return [
        _order(item, source)
        for item in items
        if not isinstance(source := columns[item.property.name], Constant)
    ]


def _order(item: OrderItem, source: Column | Derived) -> OrderBy:
    if isinstance(source, Derived):
        feature = f"$orderby by {item.property.name}"
        raise NotImplementedFeatureError(feature)
    nullable = _nullable(source, item.property) or None
    if item.descending:
        return F(source.path).desc(nulls_last=nullable)
    return F(source.path).asc(nulls_first=nullable)


def _nullable(column: Column, declared: Property) -> bool:
    return declared.nullable if column.nullable is None else column.nullable


def _truth(node: Expression, columns: Columns) -> Truth:
    match node:
        case And(operands=operands) | Or(operands=operands):
            truths = [_truth(each, columns) for each in operands]
            return _chain(truths, conjunction=isinstance(node, And))
        case Not(operand=operand):
            return _truth(operand, columns).opposite()
        case Comparison(operator=operator, left=left, right=right):
            return _comparison(operator, left, right, columns)
        case Membership(operand=operand, options=options):
            return _membership(_operand(operand, columns), options)
        case Call():
            return _match(node, columns)
        case Literal() | PropertyValue():
            true = Constant(value=True)
            return _two_valued(_operand(node, columns), true)


def _two_valued(operand: Operand, true: Constant) -> Truth:
    false = Constant(value=False)
    return Truth(
        truth_of_comparison(Comparator.EQ, operand, true).when_true,
        truth_of_comparison(Comparator.EQ, operand, false).when_true,
    )


def _chain(truths: list[Truth], *, conjunction: bool) -> Truth:
    trues = [each.when_true for each in truths]
    falses = [each.when_false for each in truths]
    if conjunction:
        return Truth(all_of(trues), any_of(falses))
    return Truth(any_of(trues), all_of(falses))


def _comparison(
    operator: Comparator, left: Expression, right: Expression, columns: Columns
) -> Truth:
    if any(isinstance(each, Call) and each.type is EdmType.BOOLEAN for each in (left, right)):
        equal = _same_truth(left, right, columns)
        return equal if operator is Comparator.EQ else equal.opposite()
    return truth_of_comparison(operator, _operand(left, columns), _operand(right, columns))


def _same_truth(left: Expression, right: Expression, columns: Columns) -> Truth:
    """`contains(…) eq true` and the like: both true, both false or both null."""
    one, other = _cases(left, columns), _cases(right, columns)
    same = [all_of([one[i], other[i]]) for i in range(3)]
    different = [all_of([one[i], other[j]]) for i in range(3) for j in range(3) if i != j]
    return Truth(any_of(same), any_of(different))


def _cases(node: Expression, columns: Columns) -> tuple[Condition, Condition, Condition]:
    truth = _truth(node, columns)
    parts = node.arguments if isinstance(node, Call) else (node,)
    return truth.when_true, truth.when_false, _any_null([_operand(p, columns) for p in parts])


def _any_null(operands: list[Operand]) -> Condition:
    null = Constant(None)
    return any_of([truth_of_comparison(Comparator.EQ, o, null).when_true for o in operands])


def _membership(operand: Operand, options: tuple[Literal, ...]) -> Truth:
    values = {each.value for each in options}
    listed = _listed(operand, values - {None})
    if listed is None or not isinstance(operand, Varying):
        each = [truth_of_comparison(Comparator.EQ, operand, Constant(v)) for v in values]
        return _chain(each, conjunction=False)
    if None in values:
        return Truth(
            any_of([listed, operand.is_null()]),
            all_of([inverted(listed), operand.is_known()]),
        )
    return Truth(listed, any_of([inverted(listed), operand.is_null()]))


def _listed(operand: Operand, values: set[Scalar]) -> Condition | None:
    """SQL's IN, where every value is one that the column can hold."""
    if not isinstance(operand, Varying) or operand.column is None or not values:
        return None
    if operand.type in NUMBERS and not all(operand.can_hold(value) for value in values):
        return None
    stored = [operand.column.stored(value) for value in values]
    return Q(**{f"{operand.column.path}__in": sorted(stored, key=str)})


def _match(node: Call, columns: Columns) -> Truth:
    operands = [_operand(each, columns) for each in node.arguments]
    text, part = operands
    if isinstance(text, Derived) or isinstance(part, Derived):
        raise DerivedUseError
    if isinstance(text, Constant) and isinstance(part, Constant):
        result = call_function(node.function, [text.value, part.value])
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


def _operand(node: Expression, columns: Columns) -> Operand:
    match node:
        case Literal(value=value):
            return Constant(value)
        case PropertyValue(property=declared):
            source = columns[declared.name]
            if not isinstance(source, Column):
                return source
            nullable = _nullable(source, declared)
            return Varying(F(source.path), declared.type, nullable, source)
        case Call(function=function, arguments=(argument,), type=result):
            inner = _operand(argument, columns)
            if isinstance(inner, Constant):
                return Constant(call_function(function, [inner.value]))
            if isinstance(inner, Derived):
                raise DerivedUseError
            return Varying(_TRANSFORMS[function](inner.expression), result, inner.nullable)
    message = f"not an operand: {node!r}"
    raise TypeError(message)
