"""Which properties an expression uses, for refusals that name them."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from api.odata.expressions.nodes import Expression, Members, PropertyValue
from api.odata.model import Property


def properties_in(expression: Expression) -> tuple[Property, ...]:
    """The properties of any entity that the expression uses, each once, as they stand."""
    return tuple(dict.fromkeys(_properties(expression)))


def _properties(node: object) -> Iterator[Property]:
    if isinstance(node, PropertyValue):
        yield node.property
    elif isinstance(node, tuple):
        for each in node:
            yield from _properties(each)
    elif isinstance(node, Members):
        yield from _properties(node.condition)
    elif is_dataclass(node) and not isinstance(node, Property):
        for each in fields(node):
            yield from _properties(getattr(node, each.name))
