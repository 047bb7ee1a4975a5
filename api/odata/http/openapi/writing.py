"""What is sent to change something, and what comes back, in OpenAPI's words."""

from collections.abc import Sequence

from api.odata.http.openapi import schemas
from api.odata.http.openapi.door import Door, Shape
from api.odata.http.openapi.responses import JSON, STREAM, TEXT, answer
from api.odata.http.openapi.schemas import Json
from api.odata.model import Property
from api.odata.option_names import ENTITY, VALUE


def to_set(door: Door) -> Shape:
    """Create in a set."""
    entity_type = door.path.entity_set.type
    given = [each for each in entity_type.structural if not each.computed]
    success = {
        "201": answer(
            "It, as it was created.", {JSON: door.item}, ["ETag", "Location", *door.told]
        ),
        "202": answer("It is under way; Location tells how far.", None, ["Location"]),
        "204": answer("Created, and not shown.", None, ["ETag", "Location", "OData-EntityId"]),
    }
    return success, _json(schemas.body(given)), ENTITY | door.resource.create_options


def to_entity(door: Door) -> Shape:
    """Change or end one entity."""
    if door.role == "delete":
        success = {
            "200": answer("What it has become.", {JSON: door.item}, ["ETag", *door.told]),
            "204": answer("Done.", None, door.told),
        }
        return success, None, ENTITY
    entity_type = door.path.entity_set.type
    given = [each for each in entity_type.structural if entity_type.is_open(each)]
    return _changed(door), _json(schemas.body(given, partial=True)), ENTITY


def to_value(door: Door) -> Shape:
    """Set a property."""
    given = schemas.body((), partial=True) | {"required": ["value"]}
    return _changed(door), _json(given) if door.method != "DELETE" else None, VALUE


def to_raw(door: Door) -> Shape:
    """Set a property to a text."""
    body = {"content": {TEXT: {"schema": {"type": "string"}}}}
    return _changed(door), body if door.method != "DELETE" else None, VALUE


def to_stream(_: Door) -> Shape:
    """Replace a stream."""
    body = {"content": {"*/*": {"schema": STREAM}}, "required": True}
    return {"204": answer("Replaced.", None, ["ETag"])}, body, VALUE


def act(door: Door) -> Shape:
    """Call an action."""
    action = door.action
    if not action.returns_entity:
        return {"204": answer("Done.", None, ["ETag"])}, _given(action.parameters), ENTITY
    return _changed(door), _given(action.parameters), ENTITY


def _changed(door: Door) -> Json:
    return {
        "200": answer("It, as it is now.", {JSON: door.item}, ["ETag", *door.told]),
        "204": answer("Done, and not shown.", None, ["ETag", *door.told]),
    }


def _given(declared: Sequence[Property]) -> Json | None:
    return _json(schemas.body(declared), required=False) if declared else None


def _json(schema: Json, *, required: bool = True) -> Json:
    needed = required and bool(schema.get("required"))
    return {"content": {JSON: {"schema": schema}}, "required": needed}
