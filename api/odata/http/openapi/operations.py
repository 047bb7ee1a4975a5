"""A request in OpenAPI's words: what it may send, and every status that may come back."""

from collections.abc import Callable, Mapping

from api.odata.http.openapi import parameters, reading, responses, writing
from api.odata.http.openapi.door import Door, Shape
from api.odata.http.openapi.schemas import Json
from api.odata.model import Binding
from api.odata.resource_path import PathKind

_VERBS = {
    "create": "Create",
    "update": "Change",
    "replace": "Replace",
    "delete": "End",
    "write stream": "Write the stream of",
}
_READS = {
    PathKind.COLLECTION: "List",
    PathKind.ENTITY: "Read",
    PathKind.COUNT: "Count",
    PathKind.PROPERTY: "Read a property of",
    PathKind.RAW_VALUE: "Read a property as text of",
    PathKind.MEDIA: "Read the stream of",
}


def described(door: Door) -> Json:
    """The operation, less the parameters of its path."""
    kind = "read" if door.reads else "write"
    success, sent, options = _SHAPES[door.path.kind, kind](door)
    above = door.path.parent.entity_set if door.path.parent else door.path.entity_set
    found: Json = {
        "summary": summary(door),
        "tags": [above.name],
        "parameters": parameters.options(options) + _headers(door),
        "responses": success | responses.refusals(_refusals(door)),
    }
    if door.path.action is not None and door.path.action.description:
        found["description"] = door.path.action.description
    if sent is not None:
        found["requestBody"] = sent
    return found


def summary(door: Door) -> str:
    """What it does, in a few words that no other operation has."""
    path, named = door.path, _named(door)
    if path.kind is PathKind.ACTION:
        return f"{door.action.name} {named}"
    if door.reads:
        return f"{_READS[path.kind]} {named}"
    if path.kind in {PathKind.PROPERTY, PathKind.RAW_VALUE}:
        verb = {"PUT": "Set", "PATCH": "Change", "DELETE": "Clear"}[door.method]
        text = " as text" if path.kind is PathKind.RAW_VALUE else ""
        return f"{verb} a property{text} of {named}"
    return f"{_VERBS[door.role]} {named}"


def _named(door: Door) -> str:
    path = door.path
    if path.parent is not None and path.via is not None:
        return f"the {path.via.name} of one of {path.parent.entity_set.name}"
    single = bool(path.key) or door.role == "create"
    return f"one of {path.entity_set.name}" if single else path.entity_set.name


def _headers(door: Door) -> list[Json]:
    names = ["OData-MaxVersion"]
    if door.reads and door.path.kind in {PathKind.ENTITY, PathKind.MEDIA}:
        names.append("If-None-Match")
    if not door.reads or door.path.kind is PathKind.COLLECTION:
        names.append("Prefer")
    if _conditional(door):
        names.append("If-Match")
    own = (
        each
        for each in door.offer.headers
        if (each.reading and door.reads) or (each.writing and not door.reads)
    )
    return parameters.headers(names, own)


def _refusals(door: Door) -> list[int]:
    if door.reads:
        return list(responses.READING)
    conditional = responses.CONDITIONAL if _conditional(door) else ()
    return [*responses.WRITING, *conditional]


def _conditional(door: Door) -> bool:
    """Whether it changes something that has an entity tag."""
    on_set = door.path.kind is PathKind.COLLECTION or (
        door.path.action is not None and door.path.action.binding is Binding.COLLECTION
    )
    return bool(door.path.entity_set.concurrency) and not (door.reads or on_set)


Shaper = Callable[[Door], Shape]
_SHAPES: Mapping[tuple[PathKind, str], Shaper] = {
    (PathKind.COLLECTION, "read"): reading.page,
    (PathKind.COLLECTION, "write"): writing.to_set,
    (PathKind.ENTITY, "read"): reading.entity,
    (PathKind.ENTITY, "write"): writing.to_entity,
    (PathKind.COUNT, "read"): reading.count,
    (PathKind.PROPERTY, "read"): reading.value,
    (PathKind.PROPERTY, "write"): writing.to_value,
    (PathKind.RAW_VALUE, "read"): reading.raw,
    (PathKind.RAW_VALUE, "write"): writing.to_raw,
    (PathKind.MEDIA, "read"): reading.stream,
    (PathKind.MEDIA, "write"): writing.to_stream,
    (PathKind.ACTION, "write"): writing.act,
}
