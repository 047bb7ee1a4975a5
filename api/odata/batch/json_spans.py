"""Members of JSON objects and items of arrays as they were written, character for character.

A request's body within a batch must reach the resource as it was sent: its numbers exact,
its duplicates there to be refused.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from api.odata.batch.problems import malformed
from api.odata.errors import BadRequestError
from api.odata.names import shown

_SPACE = re.compile(r"[ \t\r\n]*")


class Number(NamedTuple):
    """A number as it was written: what it is worth is its reader's business, however long."""

    text: str


_DECODER = json.JSONDecoder(parse_int=Number, parse_float=Number, parse_constant=Number)


class Span(NamedTuple):
    """A value, and where it stands in the text."""

    value: Any
    begin: int
    end: int


def whole(text: str) -> Span:
    """Return the one value that the text is. Raises: BadRequestError where it is no JSON."""
    found = _value(text, _after_space(text, 0))
    if _after_space(text, found.end) != len(text):
        raise _broken(text, found.end)
    return found


def members(text: str, span: Span, where: str) -> dict[str, Span]:
    """Return the members of an object. Raises: BadRequestError for another, or a duplicate."""
    if not isinstance(span.value, dict):
        message = f"{where} must be a JSON object"
        raise malformed(message)
    found: dict[str, Span] = {}
    position = _after_space(text, span.begin + 1)
    while text[position] != "}":
        name = _value(text, position)
        # Past the colon, which is there: all of it was read before.
        value = _value(text, _after_space(text, _after_space(text, name.end) + 1))
        if name.value in found:
            message = f"{where} gives {shown(name.value)} twice"
            raise malformed(message)
        found[name.value] = value
        position = _next(text, value.end)
    return found


def items(text: str, span: Span, where: str) -> Iterator[Span]:
    """Yield the items of an array. Raises: BadRequestError for what is no array."""
    if not isinstance(span.value, list):
        message = f"{where} must be an array"
        raise malformed(message)
    position = _after_space(text, span.begin + 1)
    while text[position] != "]":
        found = _value(text, position)
        yield found
        position = _next(text, found.end)


def _next(text: str, end: int) -> int:
    position = _after_space(text, end)
    return _after_space(text, position + 1) if text[position] == "," else position


def _value(text: str, position: int) -> Span:
    try:
        value, end = _DECODER.raw_decode(text, position)
    except json.JSONDecodeError as error:
        raise _broken(text, error.pos, error.msg) from error
    except RecursionError as error:
        message = "the batch is nested too deeply"
        raise malformed(message) from error
    return Span(value, position, end)


def _after_space(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position


def _broken(text: str, position: int, reason: str = "Extra data") -> BadRequestError:
    line = text.count("\n", 0, position) + 1
    column = position - text.rfind("\n", 0, position)
    message = f"the batch is not JSON: {reason} at line {line} column {column}"
    return malformed(message)
