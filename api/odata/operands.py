"""Operands of a filter as Django knows them, and single comparisons between two of them."""

import math
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from typing import Any, TypeAlias

from django.db.models import Q, Value
from django.db.models.expressions import Combinable
from django.db.models.lookups import (
    Exact,
    GreaterThan,
    GreaterThanOrEqual,
    IsNull,
    LessThan,
    LessThanOrEqual,
)

from api.odata.expressions.evaluate import compare as compare_values
from api.odata.expressions.nodes import Comparator
from api.odata.model import BOUNDS, FLOATS, INTEGERS, EdmType, Scalar, ValueType
from api.odata.sources import (
    Column,
    Condition,
    Constant,
    Derived,
    Truth,
    all_of,
    any_of,
    inverted,
)

_LOOKUPS: dict[Comparator, tuple[str, type[Any]]] = {
    Comparator.EQ: ("exact", Exact),
    Comparator.GT: ("gt", GreaterThan),
    Comparator.GE: ("gte", GreaterThanOrEqual),
    Comparator.LT: ("lt", LessThan),
    Comparator.LE: ("lte", LessThanOrEqual),
}
_MIRRORED = {
    Comparator.GT: Comparator.LT,
    Comparator.GE: Comparator.LE,
    Comparator.LT: Comparator.GT,
    Comparator.LE: Comparator.GE,
}
_CONTRARY = {
    Comparator.GT: Comparator.LE,
    Comparator.GE: Comparator.LT,
    Comparator.LT: Comparator.GE,
    Comparator.LE: Comparator.GT,
}


@dataclass(frozen=True, slots=True)
class Varying:
    """What differs from row to row: a column, or (`column` None) what is made of columns."""

    expression: Combinable
    type: ValueType | None
    nullable: bool
    column: Column | None = None
    encoding: Column | None = None

    def is_null(self) -> Condition:
        """When it is null."""
        if not self.nullable:
            return False
        if self.column:
            return Q(**{f"{self.column.path}__isnull": True})
        return Q(IsNull(self.expression, True))  # noqa: FBT003 - Django's signature

    def is_known(self) -> Condition:
        """When it is not null."""
        return inverted(self.is_null())

    def can_hold(self, value: Scalar) -> bool:
        """Whether a number is of its type, without rounding and in range."""
        if not isinstance(self.type, EdmType) or self.type not in BOUNDS:
            return not isinstance(value, float) or self.type in FLOATS
        lowest, highest = BOUNDS[self.type]
        return isinstance(value, int) and lowest <= value <= highest

    def holds(self, operator: Comparator, value: Scalar) -> Condition:
        """When it compares so with a value other than null; null or false elsewhere."""
        name, lookup = _LOOKUPS[operator]
        if self.column:
            return Q(**{f"{self.column.path}__{name}": self.column.stored(value)})
        stored = value if self.encoding is None else self.encoding.stored(value)
        return Q(lookup(self.expression, Value(stored)))


Operand: TypeAlias = Varying | Constant | Derived


def truth_of_comparison(operator: Comparator, left: Operand, right: Operand) -> Truth:
    """When a comparison is true and when false; it is never null (Part 2, 5.1.1.1)."""
    if isinstance(left, Constant) and isinstance(right, Constant):
        result = compare_values(operator, left.value, right.value)
        return Truth(result, not result)
    if isinstance(left, Constant):
        return truth_of_comparison(_MIRRORED.get(operator, operator), right, left)
    if operator is Comparator.NE:
        return truth_of_comparison(Comparator.EQ, left, right).opposite()
    if isinstance(left, Varying) and isinstance(right, Varying):
        return _between(operator, left, right)
    if isinstance(left, Derived) and isinstance(right, Constant):
        return left.compare(operator, right.value)
    if isinstance(left, Varying) and isinstance(right, Constant):
        return _with_value(operator, left, right.value)
    raise DerivedUseError


class DerivedUseError(Exception):
    """A property that no column holds is used otherwise than compared with a value."""


def _with_value(operator: Comparator, left: Varying, value: Scalar) -> Truth:
    if value is None:
        if operator is Comparator.EQ:
            return Truth(left.is_null(), left.is_known())
        return Truth(when_true=False, when_false=True)
    if isinstance(value, float) and not math.isfinite(value):
        return _with_bound(operator, left, value)
    if left.type in INTEGERS and isinstance(value, int | Decimal):
        return _with_number(operator, left, value)
    return _with_fitting(operator, left, value)


def _with_fitting(operator: Comparator, left: Varying, value: Scalar) -> Truth:
    holds = left.holds(operator, value)
    if operator is Comparator.EQ:
        return Truth(holds, any_of([inverted(holds), left.is_null()]))
    contrary = left.holds(_CONTRARY[operator], value)
    return Truth(holds, any_of([contrary, left.is_null()]))


def _with_bound(operator: Comparator, left: Varying, value: float) -> Truth:
    """INF, -INF and NaN: only a float can equal an infinity, and nothing is NaN."""
    if math.isnan(value):
        return Truth(when_true=False, when_false=True)
    if left.type in FLOATS:
        return _with_fitting(operator, left, value)
    return _for_all(left, fits=compare_values(operator, 0, value))


def _for_all(left: Varying, *, fits: bool) -> Truth:
    if fits:
        return Truth(left.is_known(), left.is_null())
    return Truth(when_true=False, when_false=True)


def _with_number(operator: Comparator, left: Varying, value: int | Decimal) -> Truth:
    """Integers against any number: a fraction is rounded as the operator allows.

    Django would truncate the fraction, and would let null pass where the number is out of
    the column's range.
    """
    whole = int(value.to_integral_value(ROUND_FLOOR)) if isinstance(value, Decimal) else value
    lowest, highest = BOUNDS[left.type if isinstance(left.type, EdmType) else EdmType.INT64]
    if not lowest <= whole <= highest:
        sample = highest if whole < lowest else lowest
        return _for_all(left, fits=compare_values(operator, sample, whole))
    if whole == value:
        return _with_fitting(operator, left, whole)
    if operator is Comparator.EQ:
        return Truth(when_true=False, when_false=True)
    rounded = Comparator.GT if operator in {Comparator.GT, Comparator.GE} else Comparator.LE
    return _with_fitting(rounded, left, whole)


def _between(operator: Comparator, left: Varying, right: Varying) -> Truth:
    def lookup(compared: Comparator) -> Condition:
        return Q(_LOOKUPS[compared][1](left.expression, right.expression))

    if operator is not Comparator.EQ:
        unknown = any_of([left.is_null(), right.is_null()])
        return Truth(lookup(operator), any_of([lookup(_CONTRARY[operator]), unknown]))
    both_null = all_of([left.is_null(), right.is_null()])
    one_null = [
        all_of([left.is_null(), right.is_known()]),
        all_of([left.is_known(), right.is_null()]),
    ]
    equal = lookup(Comparator.EQ)
    return Truth(any_of([equal, both_null]), any_of([inverted(equal), *one_null]))


def as_expression(operand: Varying | Constant) -> Combinable:
    """The operand as Django puts it into a function."""
    return operand.expression if isinstance(operand, Varying) else Value(operand.value)
