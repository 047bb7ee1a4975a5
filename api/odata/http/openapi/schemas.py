"""Schemas of values, entities, bodies and errors, as OpenAPI 3.0 writes them."""

from collections.abc import Iterable
from typing import Any, TypeAlias

from api.odata.model import BOUNDS, EdmType, EntityType, EnumType, Property, ValueType

Json: TypeAlias = dict[str, Any]

_STRING: Json = {"type": "string"}
_TYPES: dict[EdmType, Json] = {
    EdmType.GUID: {"type": "string", "format": "uuid"},
    EdmType.INT32: {"type": "integer", "format": "int32"},
    EdmType.INT64: {"type": "integer", "format": "int64"},
    EdmType.BOOLEAN: {"type": "boolean"},
    EdmType.DECIMAL: {"type": "number"},
    EdmType.SINGLE: {"type": "number", "format": "float"},
    EdmType.DOUBLE: {"type": "number", "format": "double"},
    EdmType.DATE: {"type": "string", "format": "date"},
    EdmType.DATE_TIME_OFFSET: {"type": "string", "format": "date-time"},
    EdmType.BINARY: {"type": "string", "format": "base64url"},
    EdmType.STREAM: {"type": "string", "format": "binary"},
}
_MEMBERS: Json = {
    "code": _STRING | {"description": "For programs; it stays the same."},
    "message": _STRING | {"description": "For people, in English."},
    "target": _STRING | {"description": "The property, option or header that is at fault."},
}
ERROR: Json = {
    "type": "object",
    "description": "Why a request was refused.",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message"],
            "properties": _MEMBERS
            | {
                "details": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["code", "message"],
                        "properties": _MEMBERS,
                    },
                }
            },
        }
    },
}


def reference(name: str, kind: str = "schemas") -> Json:
    """A reference to what the components hold."""
    return {"$ref": f"#/components/{kind}/{name}"}


def entity(entity_type: EntityType) -> Json:
    """An entity as an answer shows it; $select may leave anything out."""
    properties = {each.name: value_of(each) for each in entity_type.structural}
    for each in entity_type.navigations:
        target: Json = {"type": "object", "nullable": True}
        many: Json = {"type": "array", "items": {"type": "object"}}
        properties[each.name] = (many if each.collection else target) | _told(each.description)
    found: Json = {"type": "object", "properties": {"@odata.etag": _STRING} | properties}
    return found | _told(entity_type.description)


def collection(items: Json, *, tracks: bool = False) -> Json:
    """A page of a collection or, where it tracks them, of changes."""
    link = _STRING | {"format": "uri"}
    return {
        "type": "object",
        "required": ["value"],
        "properties": {
            "@odata.context": _STRING,
            "@odata.count": {"type": "integer"},
            "@odata.nextLink": link,
            **({"@odata.deltaLink": link} if tracks else {}),
            "value": {"type": "array", "items": items},
        },
    }


def body(given: Iterable[Property], *, partial: bool = False) -> Json:
    """What a body may hold; with `partial` nothing in it is needed."""
    found = list(given)
    schema: Json = {"type": "object", "properties": {p.name: value_of(p) for p in found}}
    required = [each.name for each in found if each.required and not partial]
    return schema | ({"required": required} if required else {})


def value_of(declared: Property) -> Json:
    """The value of a property or parameter, within its bounds."""
    schema = type_of(declared.type)
    if declared.nullable:
        schema["nullable"] = True
        if "enum" in schema:
            schema["enum"] = [*schema["enum"], None]
    lowest, highest = _range(declared.type)
    bounds = {
        "minimum": lowest if declared.minimum is None else declared.minimum,
        "maximum": highest if declared.maximum is None else declared.maximum,
        "maxLength": declared.max_length,
        "readOnly": declared.computed or None,
    }
    return (
        schema
        | {k: v for k, v in bounds.items() if v is not None}
        | _told(declared.description)
    )


def _range(value_type: ValueType) -> tuple[int | None, int | None]:
    if isinstance(value_type, EnumType):
        return None, None
    return BOUNDS.get(value_type) or (None, None)


def type_of(value_type: ValueType) -> Json:
    """A type without bounds."""
    if isinstance(value_type, EnumType):
        return {"type": "string", "enum": [str(each) for each in value_type.members]}
    return dict(_TYPES.get(value_type, _STRING))


def _told(description: str) -> Json:
    return {"description": description} if description else {}
