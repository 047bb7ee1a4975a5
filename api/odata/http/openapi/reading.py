"""What is read by which path, in OpenAPI's words."""

from api.odata.http.openapi import schemas
from api.odata.http.openapi.door import Door, Shape
from api.odata.http.openapi.responses import JSON, STREAM, TEXT, answer, refusals
from api.odata.option_names import COLLECTION, COUNT, ENTITY, TRACKED, VALUE


def page(door: Door) -> Shape:
    """A page of a collection."""
    tracks = door.resource.tracks
    content = {JSON: schemas.collection(door.item, tracks=tracks)}
    options = TRACKED if tracks else COLLECTION
    success = {"200": answer("A page of them.", content, door.told)}
    if tracks:
        error = {JSON: schemas.reference("Error")}
        success["410"] = answer("Read it anew: changes since cannot be told any more.", error)
    return success, None, options


def count(_: Door) -> Shape:
    """How many there are."""
    return {"200": answer("How many there are.", {TEXT: {"type": "integer"}})}, None, COUNT


def entity(door: Door) -> Shape:
    """One entity."""
    found = answer("It, as it is now.", {JSON: door.item}, ["ETag", *door.told])
    success = {"200": found, "304": answer("You have it as it is.", None, ["ETag"])}
    return success | refusals((412,)), None, ENTITY


def value(_: Door) -> Shape:
    """A property as JSON."""
    schema = {"type": "object", "required": ["value"], "properties": {"value": {}}}
    success = {"200": answer("The value.", {JSON: schema}, ["ETag"]), "204": answer("Null.")}
    return success, None, VALUE


def raw(_: Door) -> Shape:
    """A property as text."""
    found = answer("The value as text.", {TEXT: {"type": "string"}}, ["ETag"])
    return {"200": found, "204": answer("Null.")}, None, frozenset()


def stream(_: Door) -> Shape:
    """A stream, or a part of it."""
    found = {"*/*": STREAM}
    success = {
        "200": answer("All of it.", found, ["ETag"]),
        "206": answer("The part that Range asked for.", found, ["ETag"]),
        "304": answer("You have it as it is.", None, ["ETag"]),
        "410": answer("There is none any more.", {JSON: schemas.reference("Error")}),
        "416": answer("No byte of it is in the range.", None, ["ETag"]),
    }
    return success | refusals((412,)), None, VALUE
