"""Keys of entities in URLs: in parentheses, named, by alias, or as a segment (Part 2, 4.3)."""

import re
from collections.abc import Mapping
from typing import TypeAlias

from api.odata.errors import BadRequestError
from api.odata.model import EdmType, EntityType, Property, Scalar, type_name
from api.odata.names import hint, shown
from api.odata.values import from_raw_text, from_url_literal

Key: TypeAlias = Mapping[str, Scalar]
"""From the name of each key property to its value."""

_PART = re.compile(
    r"\s*(?:(?P<name>[^\W\d]\w*)\s*=\s*)?(?P<value>'(?:[^']|'')*'|@\w+|[^',=\s]+)\s*(?:,|$)"
)


def parse_key(text: str, entity_type: EntityType, aliases: Mapping[str, str]) -> Key:
    """The key that stands in parentheses.

    Raises BadRequestError where it is malformed, incomplete or of another type.
    """
    parts = _parts(text, entity_type)
    wanted = {each.name: each for each in entity_type.key_properties}
    if len(wanted) == 1 and len(parts) == 1 and "" in parts:
        parts = {next(iter(wanted)): parts[""]}
    if parts.keys() != wanted.keys():
        raise _malformed(text, entity_type)
    return {
        name: _value(aliases.get(part, part), wanted[name], text, entity_type)
        for name, part in parts.items()
    }


def key_of_segment(text: str, entity_type: EntityType) -> Key | None:
    """The key that a whole segment is (quotes not doubled), or None if it is no key."""
    if len(entity_type.key) != 1:
        return None
    (only,) = entity_type.key_properties
    try:
        return {only.name: from_raw_text(text, only.type)}
    except ValueError:
        return None


def _parts(text: str, entity_type: EntityType) -> dict[str, str]:
    parts: dict[str, str] = {}
    position = 0
    while position < len(text) or not parts:
        match = _PART.match(text, position)
        if match is None:
            raise _malformed(text, entity_type)
        name = _declared(match["name"], entity_type) if match["name"] else ""
        if name in parts:
            raise _malformed(text, entity_type)
        parts[name] = match["value"]
        position = match.end()
    return parts


def _declared(name: str, entity_type: EntityType) -> str:
    for each in entity_type.key_properties:
        if each.name.lower() == name.lower():
            return each.name
    near = hint(name, entity_type.key)
    message = f"{shown(name)} is not part of the key of {entity_type.name}{near}"
    raise BadRequestError(message)


def _value(text: str, declared: Property, whole: str, entity_type: EntityType) -> Scalar:
    try:
        return from_url_literal(text, declared.type)
    except ValueError as error:
        raise _malformed(whole, entity_type) from error


def _malformed(text: str, entity_type: EntityType) -> BadRequestError:
    wanted = ", ".join(_shape(each) for each in entity_type.key_properties)
    return BadRequestError(
        f"({text if len(text) <= _LONGEST else text[:_LONGEST] + '…'}) is no key of "
        f"{entity_type.name}; its key is {wanted}"
    )


_LONGEST = 80


def _shape(declared: Property) -> str:
    quoted = " in quotes" if declared.type is EdmType.STRING else ", without quotes"
    return f"{declared.name} ({type_name(declared.type)}{quoted})"
