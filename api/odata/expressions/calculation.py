"""Functions, arithmetic and casts on single values (OData 4.01 Part 2, 5.1.1.2-11)."""

import math
import operator
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal
from typing import Any

from api.odata.errors import BadRequestError
from api.odata.expressions.nodes import Operator
from api.odata.model import BOUNDS, INTEGERS, NUMBERS, EdmType, Scalar
from api.odata.values import from_raw_text, raw_text

WHITESPACE = " \t\n\r\f\v"
"""What trim removes."""
ROUNDING = frozenset({"round", "floor", "ceiling"})
"""Functions of numbers that give a number."""
QUOTIENT_SCALE = 20
"""Digits behind the point of a quotient that is an Edm.Decimal."""
_EXACT = Context(prec=200, traps=[])


def call(name: str, arguments: list[Scalar]) -> Scalar:
    """A function's value; null if an argument is null."""
    if None in arguments:
        return None
    return _FUNCTIONS[name](*arguments)


def calculated(symbol: Operator, left: Scalar, right: Scalar, result: EdmType) -> Scalar:
    """Two values put together; null if one is null, or a divisor zero.

    Raises BadRequestError where a moment or duration leaves its range.
    """
    if left is None or right is None:
        return None
    try:
        if result in NUMBERS:
            return _number(symbol, _exact(left), _exact(right), result)
        found: Scalar = _temporal(symbol, left, right)
    except OverflowError as error:
        message = "a date, moment or duration that is computed is out of range"
        raise BadRequestError(message) from error
    return found


def negative(value: Any) -> Scalar:  # noqa: ANN401 - a number or duration by the parser
    """The value with the other sign; null if it is null."""
    return None if value is None else -value


def cast_value(value: Scalar, target: EdmType) -> Scalar:
    """The value as one of the type; null where it has none."""
    if value is None:
        return None
    if isinstance(value, str) and target is not EdmType.STRING:
        try:
            return from_raw_text(value, target)
        except ValueError:
            return None
    if target in INTEGERS:
        return _whole(value, target)
    return _CASTS[target](value)


def _whole(value: Any, target: EdmType) -> Scalar:  # noqa: ANN401 - a number by the parser
    lowest, highest = BOUNDS[target]
    whole = int(value) if math.isfinite(value) else None
    return whole if whole is not None and lowest <= whole <= highest else None


def _moment_of(value: date) -> datetime:
    return datetime.combine(value, time(), UTC)


def _exact(value: Any) -> Decimal:  # noqa: ANN401 - a number by the parser
    return Decimal(repr(value)) if isinstance(value, float) else Decimal(value)


_CASTS: dict[EdmType, Callable[[Any], Scalar]] = {
    EdmType.STRING: raw_text,
    EdmType.DECIMAL: _exact,
    EdmType.SINGLE: float,
    EdmType.DOUBLE: float,
    EdmType.DATE: lambda value: value.date(),
    EdmType.TIME_OF_DAY: lambda value: value.time(),
    EdmType.DATE_TIME_OFFSET: _moment_of,
}


def _number(symbol: Operator, left: Decimal, right: Decimal, result: EdmType) -> Scalar:
    if symbol in {Operator.DIV, Operator.DIVBY, Operator.MOD} and right == 0:
        return None
    whole = result in INTEGERS
    if symbol is Operator.MOD:
        found = _EXACT.remainder(left, right)
    elif symbol is Operator.DIV and whole:
        found = _EXACT.divide_int(left, right)
    else:
        found = _NUMERIC[symbol](left, right)
        if symbol in {Operator.DIV, Operator.DIVBY} and result is EdmType.DECIMAL:
            found = _rounded_quotient(found)
    return int(found) if whole else found


def _rounded_quotient(value: Decimal) -> Decimal:
    """The quotient with as many digits behind the point as a Decimal has room for."""
    if not value.is_finite():
        return value
    found = value.quantize(Decimal(1).scaleb(-QUOTIENT_SCALE), ROUND_HALF_UP, _EXACT)
    return found if found.is_finite() else value


_NUMERIC: dict[Operator, Callable[[Decimal, Decimal], Decimal]] = {
    Operator.ADD: _EXACT.add,
    Operator.SUB: _EXACT.subtract,
    Operator.MUL: _EXACT.multiply,
    Operator.DIV: _EXACT.divide,
    Operator.DIVBY: _EXACT.divide,
}


def _temporal(symbol: Operator, left: Any, right: Any) -> Any:  # noqa: ANN401 - by the parser
    for one, other in ((left, right), (right, left)):
        if type(one) is date and isinstance(other, timedelta):
            moment = datetime.combine(one, time())
            found = moment + other if symbol is Operator.ADD else moment - other
            return found.date()
    if isinstance(left, Decimal | float | int):
        return _SPANS[symbol](float(left), right)
    if isinstance(right, Decimal | float | int):
        if right == 0:
            return None
        right = float(right)
    return _SPANS[symbol](left, right)


_SPANS: dict[Operator, Callable[[Any, Any], Any]] = {
    Operator.ADD: operator.add,
    Operator.SUB: operator.sub,
    Operator.MUL: operator.mul,
    Operator.DIV: operator.truediv,
    Operator.DIVBY: operator.truediv,
}


def _substring(text: str, start: int, length: int | None = None) -> str:
    begin = max(len(text) + start, 0) if start < 0 else start
    return text[begin:] if length is None else text[begin : begin + max(length, 0)]


def _rounded(mode: str) -> Callable[[Any], Scalar]:
    def rounded(value: Any) -> Scalar:  # noqa: ANN401 - a number by the parser
        if isinstance(value, int) or not math.isfinite(value):
            return value  # type: ignore[no-any-return]  # likewise
        found = _exact(value).to_integral_value(mode, _EXACT)
        return float(found) if isinstance(value, float) else found

    return rounded


def _fraction(value: datetime | time) -> Scalar:
    return Decimal(value.microsecond).scaleb(-6)


_FUNCTIONS: dict[str, Callable[..., Scalar]] = {
    "contains": lambda text, part: part in text,
    "startswith": str.startswith,
    "endswith": str.endswith,
    "indexof": str.find,
    "concat": operator.add,
    "substring": _substring,
    "tolower": str.lower,
    "toupper": str.upper,
    "trim": lambda text: text.strip(WHITESPACE),
    "length": len,
    **{
        part: operator.attrgetter(part)
        for part in ("year", "month", "day", "hour", "minute", "second")
    },
    "fractionalseconds": _fraction,
    "date": lambda moment: moment.date(),
    "time": lambda moment: moment.time(),
    "totaloffsetminutes": lambda _: 0,
    "totalseconds": lambda span: Decimal(span // timedelta(microseconds=1)).scaleb(-6),
    "round": _rounded(ROUND_HALF_UP),
    "floor": _rounded(ROUND_FLOOR),
    "ceiling": _rounded(ROUND_CEILING),
}
