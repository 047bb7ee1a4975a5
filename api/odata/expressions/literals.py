"""Literals of URLs and expressions to Python values (OData 4.01 ABNF, section 'literals')."""

import json
import math
from collections.abc import Callable
from decimal import Decimal
from uuid import UUID

from api.odata.errors import BadRequestError, NotImplementedFeatureError
from api.odata.expressions.lexer import Lexeme
from api.odata.expressions.nodes import FALSE, NULL, TRUE, Literal
from api.odata.model import BOUNDS, EdmType, EnumType, Scalar
from api.odata.names import shown
from api.odata.temporal import day, moment, time_of_day
from api.odata.values import from_raw_text

_WORDS = {"true": TRUE, "false": FALSE, "null": NULL}
_FLOATS = {
    "INF": Literal(math.inf, EdmType.DOUBLE),
    "-INF": Literal(-math.inf, EdmType.DOUBLE),
    "NaN": Literal(math.nan, EdmType.DOUBLE),
}
_LONGEST_NUMBER = 40
_TEMPORAL: dict[str, tuple[Callable[[str], Scalar], EdmType, str]] = {
    "datetime": (moment, EdmType.DATE_TIME_OFFSET, "date and time"),
    "date": (day, EdmType.DATE, "date"),
    "time": (time_of_day, EdmType.TIME_OF_DAY, "time of day"),
}
_PREFIXED = {"duration": EdmType.DURATION, "binary": EdmType.BINARY}
_GEO = ("geography", "geometry")
KINDS = frozenset({"string", "guid", "number", *_TEMPORAL})


def literal(lexeme: Lexeme) -> Literal:
    """The constant that a lexeme of one of KINDS stands for.

    Raises BadRequestError where its value is out of range.
    """
    if lexeme.kind == "string":
        return Literal(unquote(lexeme.text), EdmType.STRING)
    if lexeme.kind == "number":
        return _number(lexeme)
    if lexeme.kind == "guid":
        return Literal(UUID(lexeme.text), EdmType.GUID)
    read, edm_type, kind = _TEMPORAL[lexeme.kind]
    try:
        return Literal(read(lexeme.text), edm_type)
    except ValueError as error:
        what = f"{kind}, or none of the years 1 to 9999"
        message = f"{shown(lexeme.text)} at {lexeme.position} is no {what}"
        raise BadRequestError(message) from error


def word(text: str) -> Literal | None:
    """The constant that a bare word stands for (true, false, null, INF, NaN), or None."""
    return _WORDS.get(text.lower()) or _FLOATS.get(text)


def json_literal(lexeme: Lexeme) -> Literal:
    """The string that a JSON string in a literal array stands for."""
    try:
        return Literal(json.loads(lexeme.text), EdmType.STRING)
    except ValueError as error:
        message = f"{shown(lexeme.text)} at {lexeme.position} is no JSON string"
        raise BadRequestError(message) from error


def prefixed_literal(prefix: str, quoted: str, position: int) -> Literal | None:
    """The constant of duration'…' or binary'…', or None for another prefix.

    Raises NotImplementedFeatureError for geography and geometry.
    """
    lowered = prefix.lower()
    if lowered in _GEO:
        feature = f"a literal of {prefix}"
        raise NotImplementedFeatureError(feature)
    if lowered not in _PREFIXED:
        return None
    return typed_literal(unquote(quoted), _PREFIXED[lowered], position)


def typed_literal(text: str, edm_type: EdmType, position: int) -> Literal:
    """The constant of a type that a string shows; BadRequestError where it shows none."""
    try:
        return Literal(from_raw_text(text, edm_type), edm_type)
    except ValueError as error:
        message = f"{shown(text)} at {position} is no {edm_type}"
        raise BadRequestError(message) from error


def unquote(text: str) -> str:
    """The characters of a quoted string; a quote inside is written twice."""
    return text[1:-1].replace("''", "'")


def enum_literal(text: str, enum: EnumType, position: int) -> Literal:
    """The member of an enumeration that a string names, in any case, or by its number."""
    member = enum.names.find(text)
    if member is None and text.isdecimal():
        member = next((each for each in enum.names if str(each.value) == text), None)
    if member is None:
        known = ", ".join(enum.members)
        message = f"{shown(text)} at {position} is no {enum.name}; known: {known}"
        raise BadRequestError(message)
    return Literal(member.name, enum)


def negated(constant: Literal) -> Literal | None:
    """A numeric constant with the other sign, or None where it is not one."""
    value = constant.value
    if isinstance(value, bool) or not isinstance(value, int | Decimal | float):
        return None
    return Literal(-value, constant.type)


def _number(lexeme: Lexeme) -> Literal:
    text = lexeme.text
    if len(text) > _LONGEST_NUMBER:
        message = f"the number at {lexeme.position} is longer than {_LONGEST_NUMBER} characters"
        raise BadRequestError(message)
    if text.lstrip("+-").isdecimal():
        return _integer(int(text), lexeme.position)
    value = Decimal(text)
    if not -_LONGEST_NUMBER < value.adjusted() < _LONGEST_NUMBER:
        message = f"the number at {lexeme.position} is out of the range of Edm.Decimal"
        raise BadRequestError(message)
    return Literal(value, EdmType.DECIMAL)


def _integer(value: int, position: int) -> Literal:
    for edm_type in (EdmType.INT32, EdmType.INT64):
        lowest, highest = BOUNDS[edm_type]
        if lowest <= value <= highest:
            return Literal(value, edm_type)
    message = f"the number at {position} is out of the range of Edm.Int64"
    raise BadRequestError(message)
