"""Literals of URLs and expressions to Python values (OData 4.01 ABNF, section 'literals')."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from api.odata.errors import BadRequestError, NotImplementedFeatureError
from api.odata.expressions.lexer import Lexeme
from api.odata.expressions.nodes import FALSE, NULL, TRUE, Literal
from api.odata.model import BOUNDS, EdmType, EnumType
from api.odata.names import shown
from api.odata.values import moment

_WORDS = {"true": TRUE, "false": FALSE, "null": NULL}
_LONGEST_NUMBER = 40
_NOT_OFFERED = {
    "date": "a literal of Edm.Date",
    "time": "a literal of Edm.TimeOfDay",
}
KINDS = frozenset({"string", "guid", "datetime", "number", *_NOT_OFFERED})


def literal(lexeme: Lexeme) -> Literal:
    """The constant that a lexeme of one of KINDS stands for.

    Raises BadRequestError where its value is out of range, NotImplementedFeatureError for
    types that no property has.
    """
    if lexeme.kind == "string":
        return Literal(unquote(lexeme.text), EdmType.STRING)
    if lexeme.kind == "number":
        return _number(lexeme)
    if lexeme.kind == "guid":
        return Literal(UUID(lexeme.text), EdmType.GUID)
    if lexeme.kind == "datetime":
        return Literal(_moment(lexeme), EdmType.DATE_TIME_OFFSET)
    raise NotImplementedFeatureError(_NOT_OFFERED[lexeme.kind])


def word(text: str) -> Literal | None:
    """The constant that a bare word stands for (true, false, null), or None."""
    return _WORDS.get(text.lower())


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
    for edm_type, (lowest, highest) in BOUNDS.items():
        if lowest <= value <= highest:
            return Literal(value, edm_type)
    message = f"the number at {position} is out of the range of Edm.Int64"
    raise BadRequestError(message)


def _moment(lexeme: Lexeme) -> datetime:
    try:
        return moment(lexeme.text)
    except ValueError as error:
        message = f"{shown(lexeme.text)} at {lexeme.position} is no date and time"
        raise BadRequestError(message) from error
