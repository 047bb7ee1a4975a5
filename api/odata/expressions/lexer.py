"""Splits an expression into lexemes in one linear pass (OData 4.01 ABNF, 'literals')."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from api.odata.errors import BadRequestError
from api.odata.names import shown

# The order matters: what is longer or more special stands before what it begins like.
_PATTERN = re.compile(
    r"""
    (?P<space>[ \t]+)
  | (?P<string>'[^']*(?:''[^']*)*'(?!'))
  | (?P<typed>[^\W\d][\w.]*'[^']*(?:''[^']*)*'(?!'))
  | (?P<guid>[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?![\w-]))
  | (?P<datetime>-?\d{4,}-\d\d-\d\d[Tt]\d\d:\d\d(?::\d\d(?:\.\d{1,12})?)?
      (?:[Zz]|[+-]\d\d:\d\d)(?![\w:]))
  | (?P<date>-?\d{4,}-\d\d-\d\d(?![\w-]))
  | (?P<time>\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?![\w:]))
  | (?P<number>[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.]))
  | (?P<alias>@[^\W\d][\w.]*(?:\#\w+)?)
  | (?P<name>[^\W\d]\w*(?:\.[^\W\d]\w*)*)
  | (?P<system>\$[A-Za-z]+)
  | (?P<open>\()
  | (?P<close>\))
  | (?P<comma>,)
  | (?P<slash>/)
  | (?P<colon>:)
  | (?P<equals>=)
  | (?P<semicolon>;)
  | (?P<bracket>[\[\]])
  | (?P<json>"[^"\\]*(?:\\.[^"\\]*)*")
  | (?P<other>[*+{}-])
    """,
    re.VERBOSE,
)
_INSIGNIFICANT = "space"
END = "end"


class Lexeme(NamedTuple):
    """A piece of an expression; `position` counts characters from 0."""

    kind: str
    text: str
    position: int


@dataclass(frozen=True, slots=True)
class ExpressionLimits:
    """Bounds on an expression, so that none is costly to parse or to run."""

    length: int = 8192
    """Characters, after percent-decoding."""
    depth: int = 64
    """Operators, parentheses, calls and `not` inside one another."""
    nodes: int = 1000
    """Operators, operands and list items together."""
    collections: int = 3
    """any, all and $count inside one another."""
    subqueries: int = 30
    """any, all and $count of one request; within one another they weigh twice, four times."""


def lex(text: str, limits: ExpressionLimits) -> list[Lexeme]:
    """The lexemes of a text, ending with one of kind END.

    Raises BadRequestError with the position of what cannot be read.
    """
    if len(text) > limits.length:
        message = f"longer than {limits.length} characters ({len(text)})"
        raise BadRequestError(message)
    refuse_unstorable(text)
    lexemes = []
    position = 0
    # Not finditer: that would look further on for what could be read, from every place.
    while match := _PATTERN.match(text, position):
        position = match.end()
        kind = match.lastgroup or END
        if kind != _INSIGNIFICANT:
            lexemes.append(Lexeme(kind, match.group(), match.start()))
    if position != len(text):
        raise _unreadable(text, position)
    lexemes.append(Lexeme(END, "", len(text)))
    return lexemes


def refuse_unstorable(text: str) -> None:
    """Refuses NUL and lone surrogates, which no PostgreSQL text can hold or match."""
    for position, character in enumerate(text if not text.isprintable() else ""):
        if character == "\x00" or "\ud800" <= character <= "\udfff":
            message = f"the character U+{ord(character):04X} at {position} is not allowed"
            raise BadRequestError(message)


def _unreadable(text: str, position: int) -> BadRequestError:
    if text[position] == "'":
        return BadRequestError(
            f"the string that begins at {position} has no closing quote; "
            "a quote inside a string is written twice"
        )
    return BadRequestError(f"cannot read {shown(text[position : position + 12])} at {position}")
