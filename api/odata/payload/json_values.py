"""Single JSON values to typed ones, or what would have been right (JSON Format 4.01, 7.1).

An integer is written as one: 1.0 and 1e3 are refused, as the ABNF of Edm.Int32 has neither
fraction nor exponent.
"""

import json
import math
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from api.odata.errors import BadRequestError
from api.odata.expressions.lexer import refuse_unstorable
from api.odata.model import BOUNDS, FLOATS, INTEGERS, EdmType, EnumType, Property, Scalar
from api.odata.values import from_raw_text

_LONGEST_SHOWN = 60
_LARGEST_EXPONENT = 40
_EXAMPLES = {
    EdmType.GUID: "a GUID such as 3f2504e0-4f89-11d3-9a0c-0305e82c3301, as a string",
    EdmType.BOOLEAN: "true or false",
    EdmType.DECIMAL: "a number such as 5.25",
    **dict.fromkeys(FLOATS, "a number such as 5.25, or one of the strings INF, -INF and NaN"),
    EdmType.DATE: "a date such as 2026-01-31, as a string",
    EdmType.TIME_OF_DAY: "a time such as 23:59:00, as a string",
    EdmType.DURATION: "a duration such as P1DT2H30M, as a string",
    EdmType.BINARY: "base64url, as a string",
    EdmType.DATE_TIME_OFFSET: "a moment such as 2026-01-31T23:59:00Z, as a string",
    EdmType.STREAM: "left out, as streams are not written by JSON",
}


def read_value(value: object, declared: Property, *, ieee754: bool) -> Scalar:
    """The value of a property in a body; with `ieee754`, long numbers may be strings.

    Raises BadRequestError saying what is right and what came.
    """
    if value is None and declared.nullable:
        return None
    found = None if value is None else _reader(declared, ieee754=ieee754)(value, declared)
    if found is None:
        how = _how_written(value, declared)
        message = f"{declared.name} must be {_wanted(declared)}{how}; got {_shown(value)}"
        raise BadRequestError(message, target=declared.name)
    return found


def _reader(declared: Property, *, ieee754: bool) -> Callable[[Any, Property], Scalar]:
    if declared.type in INTEGERS:
        text_allowed = ieee754 and declared.type is EdmType.INT64
        return _integer_or_text if text_allowed else _integer
    if declared.type is EdmType.DECIMAL:
        return _decimal_or_text if ieee754 else _decimal
    if declared.type in FLOATS:
        return _float
    if declared.type is EdmType.BOOLEAN:
        return _boolean
    return _from_text


def _integer(value: object, declared: Property) -> Scalar:
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    lowest, highest = _range(declared)
    return value if lowest <= value <= highest else None


def _integer_or_text(value: object, declared: Property) -> Scalar:
    if not isinstance(value, str):
        return _integer(value, declared)
    return _integer(_from_text(value, declared), declared)


def _decimal(value: object, declared: Property) -> Scalar:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    number = Decimal(value)
    if not -_LARGEST_EXPONENT < number.adjusted() < _LARGEST_EXPONENT:
        return None
    lowest, highest = declared.minimum, declared.maximum
    if (lowest is not None and number < lowest) or (highest is not None and number > highest):
        return None
    return number


def _decimal_or_text(value: object, declared: Property) -> Scalar:
    if not isinstance(value, str):
        return _decimal(value, declared)
    return _decimal(_from_text(value, declared), declared)


def _float(value: object, declared: Property) -> Scalar:
    if value in {"INF", "-INF", "NaN"}:
        return _from_text(value, declared)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return None if math.isinf(number) else number


def _boolean(value: object, _: Property) -> Scalar:
    return value if isinstance(value, bool) else None


def _from_text(value: object, declared: Property) -> Scalar:
    if not isinstance(value, str):
        return None
    if declared.max_length is not None and len(value) > declared.max_length:
        return None
    try:
        refuse_unstorable(value)
    except BadRequestError as error:
        message = f"{declared.name}: {error.message}"
        raise BadRequestError(message, target=declared.name) from None
    try:
        return from_raw_text(value, declared.type)
    except (ValueError, BadRequestError):
        return None


def _range(declared: Property) -> tuple[int, int]:
    bounds = BOUNDS[declared.type if isinstance(declared.type, EdmType) else EdmType.INT32]
    lowest = bounds[0] if declared.minimum is None else declared.minimum
    highest = bounds[1] if declared.maximum is None else declared.maximum
    return lowest, highest


def _wanted(declared: Property) -> str:
    if isinstance(declared.type, EnumType):
        return "one of " + ", ".join(declared.type.members)
    if declared.type in INTEGERS:
        lowest, highest = _range(declared)
        return f"a whole number from {lowest} to {highest}"
    if declared.type is EdmType.STRING:
        limit = declared.max_length
        return "a string" + (f" of at most {limit} characters" if limit else "")
    return _EXAMPLES[declared.type]


def _how_written(value: object, declared: Property) -> str:
    fractional = isinstance(value, Decimal) and declared.type in INTEGERS
    return ", written without fraction and exponent" if fractional else ""


def _shown(value: object) -> str:
    if isinstance(value, Decimal):
        return str(value)
    text = json.dumps(_cut(value), ensure_ascii=False)
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"


def _cut(value: object) -> object:
    if isinstance(value, str):
        return value[:_LONGEST_SHOWN].encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {}
    return [] if isinstance(value, list) else value
