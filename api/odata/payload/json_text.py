"""Strict JSON: what a careless parser lets through is refused with a reason (RFC 8259)."""

import json
from decimal import Decimal
from typing import Any, NoReturn

from api.odata.errors import BadRequestError, PayloadTooLargeError
from api.odata.names import shown

_LONGEST_NUMBER = 40
MAX_LENGTH = 65_536
"""Bytes of a body that are read unless the caller says otherwise."""


def parse_object(body: bytes, max_length: int = MAX_LENGTH) -> dict[str, Any]:
    """The members of the JSON object in a body; numbers with a fraction are Decimals.

    Raises BadRequestError for anything but one object in strict JSON: with line and column
    where it is broken, with the name where a member is given twice. Raises
    PayloadTooLargeError beyond `max_length` bytes.
    """
    if len(body) > max_length:
        message = f"the body is longer than {max_length} bytes"
        raise PayloadTooLargeError(message)
    try:
        parsed = json.loads(
            body.decode("utf-8"),
            object_pairs_hook=_members,
            parse_constant=_constant,
            parse_int=_integer,
            parse_float=_fraction,
        )
    except json.JSONDecodeError as error:
        where = f"line {error.lineno} column {error.colno}"
        message = f"the body is not JSON: {error.msg} at {where}"
        raise _invalid(message) from error
    except UnicodeDecodeError as error:
        message = f"the body is not UTF-8 at byte {error.start}"
        raise _invalid(message) from error
    except RecursionError as error:
        message = "the body is nested too deeply"
        raise _invalid(message) from error
    if not isinstance(parsed, dict):
        message = "the body must be a JSON object, in braces"
        raise _invalid(message)
    return parsed


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) == len(pairs):
        return members
    seen = set()
    for name, _ in pairs:
        if name in seen:
            message = f"the body gives {shown(name)} twice"
            raise BadRequestError(message, target=name)
        seen.add(name)
    return members


def _constant(text: str) -> NoReturn:
    message = f"the body is not JSON: {text} is no JSON number"
    raise _invalid(message)


def _integer(text: str) -> int:
    _refuse_long(text)
    return int(text)


def _fraction(text: str) -> Decimal:
    _refuse_long(text)
    return Decimal(text)


def _refuse_long(text: str) -> None:
    if len(text) > _LONGEST_NUMBER:
        message = f"the body has a number of more than {_LONGEST_NUMBER} characters"
        raise _invalid(message)


def _invalid(message: str) -> BadRequestError:
    return BadRequestError(message, code="InvalidBody")
