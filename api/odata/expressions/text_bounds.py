"""How long a text can become that concat makes, so that no chain of them fills the memory."""

from api.odata.expressions.nodes import (
    Call,
    Choice,
    Expression,
    Literal,
    PropertyValue,
)
from api.odata.model import EdmType, ValueType

MOST_CHARACTERS = 65_536
"""What concat may make, at most."""
_UNDECLARED = 1000
"""What a text is taken to have at most where nothing says so."""


def longest(node: Expression) -> int:
    """The characters that a text has at most; a property that is computed carries its own."""
    match node:
        case Literal(value=value):
            return len(value) if isinstance(value, str) else 0
        case PropertyValue(property=declared):
            return _UNDECLARED if declared.max_length is None else declared.max_length
        case Call(function="concat", arguments=arguments):
            return sum(longest(each) for each in arguments)
        case Call(arguments=arguments, type=EdmType.STRING):
            return longest(arguments[0])
        case Choice(branches=branches):
            return max(longest(then) for _, then in branches)
        case _:
            return _UNDECLARED


def declared_length(node: Expression, kind: ValueType) -> int | None:
    """What a property that is computed says of its length; None for what is no text."""
    return longest(node) if kind is EdmType.STRING else None
