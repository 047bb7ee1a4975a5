"""The service in OpenAPI: paths and schemas made of the declared model, for drf-spectacular."""

from collections.abc import Iterable
from typing import Any

from api.odata.model import (
    Action,
    Binding,
    EdmType,
    EntitySet,
    EnumType,
    Property,
    ValueType,
)
from api.v1.model import SERVICE
from api.v1.mount import SETS

ROOT = "/api/v1/"
_Json = dict[str, Any]
_TYPES: dict[EdmType, _Json] = {
    EdmType.STRING: {"type": "string"},
    EdmType.GUID: {"type": "string", "format": "uuid"},
    EdmType.INT32: {"type": "integer", "format": "int32"},
    EdmType.INT64: {"type": "integer", "format": "int64"},
    EdmType.BYTE: {"type": "integer", "format": "uint8"},
    EdmType.SBYTE: {"type": "integer", "format": "int8"},
    EdmType.INT16: {"type": "integer", "format": "int16"},
    EdmType.SINGLE: {"type": "number", "format": "float"},
    EdmType.DOUBLE: {"type": "number", "format": "double"},
    EdmType.DATE: {"type": "string", "format": "date"},
    EdmType.TIME_OF_DAY: {"type": "string", "format": "time"},
    EdmType.DURATION: {"type": "string", "format": "duration"},
    EdmType.BINARY: {"type": "string", "format": "base64url"},
    EdmType.BOOLEAN: {"type": "boolean"},
    EdmType.DECIMAL: {"type": "number"},
    EdmType.DATE_TIME_OFFSET: {"type": "string", "format": "date-time"},
    EdmType.STREAM: {"type": "string", "format": "binary"},
}
_OPTIONS = ("$filter", "$orderby", "$select", "$top", "$skip", "$count")
_ERROR: _Json = {
    "type": "object",
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message"],
            "properties": {name: {"type": "string"} for name in ("code", "message", "target")},
        }
    },
}


def describe(result: _Json, **_: object) -> _Json:
    """Add the service to a schema; a postprocessing hook of drf-spectacular."""
    schemas = result.setdefault("components", {}).setdefault("schemas", {})
    schemas["Error"] = _ERROR
    for entity_set in SERVICE.sets:
        schemas[entity_set.type.name] = _object(entity_set.type.structural)
        result["paths"] |= _paths(entity_set)
    return result


def _paths(entity_set: EntitySet) -> dict[str, _Json]:
    name, resource = entity_set.name, SETS[entity_set.name]
    collection: _Json = {"get": _page(entity_set)}
    if resource.offers("create"):
        given = [each for each in entity_set.type.structural if not each.computed]
        collection["post"] = _command(entity_set, f"Create in {name}", given, status="201")
    entity: _Json = {"get": _read(entity_set)}
    if resource.offers("update"):
        changed = [p for p in entity_set.type.structural if not (p.computed or p.immutable)]
        entity["patch"] = _command(entity_set, f"Change one of {name}", changed, tag=True)
    if resource.offers("delete"):
        entity["delete"] = _command(
            entity_set, f"Cancel or void one of {name}", (), status="204", tag=True
        )
    one = f"{ROOT}{name}({_key_text(entity_set)})"
    found = {f"{ROOT}{name}": collection, one: _keyed(entity_set, entity)}
    for action in entity_set.actions:
        found |= _action(entity_set, action, one)
    return found


def _action(entity_set: EntitySet, action: Action, one: str) -> dict[str, _Json]:
    single = action.binding is Binding.ENTITY
    summary = f"{action.name} {'one of ' if single else 'in '}{entity_set.name}"
    called = _command(entity_set, summary, action.parameters, tag=single)
    path = f"{one if single else ROOT + entity_set.name}/{action.name}"
    return {path: _keyed(entity_set, {"post": called}) if single else {"post": called}}


def _page(entity_set: EntitySet) -> _Json:
    value = {"type": "array", "items": _reference(entity_set.type.name)}
    body = {"type": "object", "properties": {"value": value}}
    options = [_parameter(name, "query", {"type": "string"}) for name in _OPTIONS]
    return _operation(entity_set, f"List {entity_set.name}", body) | {"parameters": options}


def _read(entity_set: EntitySet) -> _Json:
    return _operation(
        entity_set, f"Read one of {entity_set.name}", _reference(entity_set.type.name)
    )


def _command(
    entity_set: EntitySet,
    summary: str,
    given: Iterable[Property],
    *,
    status: str = "200",
    tag: bool = False,
) -> _Json:
    shown = None if status == "204" else _reference(entity_set.type.name)
    found = _operation(entity_set, summary, shown, status)
    headers = ["Idempotency-Key", *(["If-Match"] if tag else [])]
    found["parameters"] = [_parameter(name, "header", {"type": "string"}) for name in headers]
    body = _object(given)
    if body["properties"]:
        found["requestBody"] = {"content": {"application/json": {"schema": body}}}
    return found


def _operation(
    entity_set: EntitySet, summary: str, shown: _Json | None, status: str = "200"
) -> _Json:
    content = {"content": {"application/json": {"schema": shown}}} if shown else {}
    refused = {"application/json": {"schema": _reference("Error")}}
    return {
        "operationId": summary.replace(" ", "_"),
        "summary": summary,
        "tags": [entity_set.name],
        "security": [{"basic": []}],
        "responses": {
            status: {"description": "Done", **content},
            "default": {"description": "Refused", "content": refused},
        },
    }


def _object(declared: Iterable[Property]) -> _Json:
    found = list(declared)
    required = [each.name for each in found if each.required]
    body: _Json = {"type": "object", "properties": {p.name: _schema(p) for p in found}}
    return body | ({"required": required} if required else {})


def _schema(declared: Property) -> _Json:
    bounds = {
        "minimum": declared.minimum,
        "maximum": declared.maximum,
        "maxLength": declared.max_length,
        "readOnly": declared.computed or None,
        "nullable": declared.nullable or None,
    }
    return _type(declared.type) | {k: v for k, v in bounds.items() if v is not None}


def _type(value_type: ValueType) -> _Json:
    if isinstance(value_type, EnumType):
        return {"type": "string", "enum": list(value_type.members)}
    return dict(_TYPES[value_type])


def _keyed(entity_set: EntitySet, operations: _Json) -> _Json:
    """Return the operations with the parts of the key as parameters of their path."""
    key = [
        _parameter(each.name, "path", _type(each.type)) | {"required": True}
        for each in entity_set.type.key_properties
    ]
    return {
        method: found | {"parameters": key + found.get("parameters", [])}
        for method, found in operations.items()
    }


def _key_text(entity_set: EntitySet) -> str:
    properties = entity_set.type.key_properties
    texts = [
        f"'{{{p.name}}}'" if p.type is EdmType.STRING else f"{{{p.name}}}" for p in properties
    ]
    if len(texts) == 1:
        return texts[0]
    return ",".join(f"{p.name}={text}" for p, text in zip(properties, texts, strict=True))


def _parameter(name: str, place: str, schema: _Json) -> _Json:
    return {"name": name, "in": place, "schema": schema}


def _reference(name: str) -> _Json:
    return {"$ref": f"#/components/schemas/{name}"}
