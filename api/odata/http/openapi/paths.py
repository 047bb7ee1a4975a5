"""Every sort of path of a mounted service, with what each method does there."""

from collections.abc import Iterator
from dataclasses import replace

from api.odata.errors import MethodNotAllowedError
from api.odata.http.mount import Mount
from api.odata.http.offered import offer_of
from api.odata.http.openapi import parameters, schemas
from api.odata.http.openapi.door import Door
from api.odata.http.openapi.operations import described
from api.odata.http.openapi.schemas import Json
from api.odata.http.operations import operation
from api.odata.http.resource import Resource
from api.odata.model import Binding, EdmType, EntitySet
from api.odata.offer import Offer
from api.odata.resource_path import PathKind, ResourcePath

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
PROPERTY = "property"
"""What the name of a property is called where it stands in a path."""


def paths_of(mount: Mount, root: str) -> Json:
    """The paths of all sets; `root` is where the service stands, with a slash at its end."""
    offer = offer_of(mount)
    found: Json = {}
    for entity_set in mount.model.sets:
        for text, path, variable in _paths(mount, entity_set):
            methods = _methods(mount, offer, path, variable)
            if methods:
                found.setdefault(root + text, {}).update(methods)
    return found


def schemas_of(mount: Mount) -> Json:
    """The schemas of what the resources show."""
    resources = [*mount.sets.values(), *mount.related.values()]
    return {_schema_name(mount, each): schemas.entity(each.shown.type) for each in resources}


def _schema_name(mount: Mount, resource: Resource) -> str:
    """Name a schema by its type, and by what a navigation shows more of it, if it does."""
    entity_type = resource.entity_set.type
    usual = mount.sets[resource.entity_set.name].shown.type.properties
    more = [
        each.name.capitalize() for each in resource.shown.type.properties if each not in usual
    ]
    return entity_type.name + (f"With{'And'.join(more)}" if more else "")


Pattern = tuple[str, ResourcePath, list[Json]]
"""A path's text, a path of its sort, and the parameters in the text."""


def _paths(mount: Mount, entity_set: EntitySet) -> Iterator[Pattern]:
    whole = ResourcePath(PathKind.COLLECTION, entity_set)
    yield entity_set.name, whole, []
    yield f"{entity_set.name}/$count", replace(whole, kind=PathKind.COUNT), []
    key = {each.name: None for each in entity_set.type.key_properties}
    one = replace(whole, kind=PathKind.ENTITY, key=key)
    text, variable = parameters.entity_path(entity_set), parameters.key(entity_set.type)
    yield text, one, variable
    yield from _values(one, text, variable)
    for navigation in entity_set.type.navigations:
        target = mount.model.target(navigation)
        kind = PathKind.COLLECTION if navigation.collection else PathKind.ENTITY
        there = ResourcePath(kind, target, parent=one, via=navigation)
        yield f"{text}/{navigation.name}", there, variable
        if navigation.collection:
            counted = replace(there, kind=PathKind.COUNT)
            yield f"{text}/{navigation.name}/$count", counted, variable
    for action in entity_set.actions:
        on_set = action.binding is Binding.COLLECTION
        called = replace(whole if on_set else one, kind=PathKind.ACTION, action=action)
        place = entity_set.name if on_set else text
        yield f"{place}/{action.name}", called, [] if on_set else variable


def _values(one: ResourcePath, text: str, variable: list[Json]) -> Iterator[Pattern]:
    for declared in one.entity_set.type.properties:
        if declared.type is EdmType.STREAM:
            media = replace(one, kind=PathKind.MEDIA, property=declared)
            yield f"{text}/{declared.name}", media, variable
    some = one.entity_set.type.structural[0]
    yield (
        f"{text}/{{{PROPERTY}}}",
        replace(one, kind=PathKind.PROPERTY, property=some),
        variable,
    )
    raw = replace(one, kind=PathKind.RAW_VALUE, property=some)
    yield f"{text}/{{{PROPERTY}}}/$value", raw, variable
    if one.entity_set.type.media is not None:
        yield f"{text}/$value", replace(one, kind=PathKind.MEDIA), variable


def _methods(mount: Mount, offer: Offer, path: ResourcePath, variable: list[Json]) -> Json:
    found: Json = {}
    for method in METHODS:
        door = _door(mount, offer, path, method)
        if door is not None:
            made = described(door)
            security = mount.hooks.security(door.resource, door.role)
            if security:
                made["security"] = list(security)
            made["parameters"] = [*variable, *_property(door), *made["parameters"]]
            made["operationId"] = made["summary"].replace(" ", "_").replace("'", "")
            found[method.lower()] = made
    return found


def _door(mount: Mount, offer: Offer, path: ResourcePath, method: str) -> Door | None:
    """Return what a method does on paths of a sort; a property stands for all of them."""
    resource = mount.resource_of(path)
    for concrete in _concrete(path):
        try:
            role = operation(concrete, method, resource).role
        except MethodNotAllowedError:
            continue
        return Door(method, role, concrete, resource, offer, _schema_name(mount, resource))
    return None


def _concrete(path: ResourcePath) -> Iterator[ResourcePath]:
    if path.kind not in {PathKind.PROPERTY, PathKind.RAW_VALUE}:
        yield path
        return
    for declared in path.entity_set.type.structural:
        yield replace(path, property=declared)


def _property(door: Door) -> list[Json]:
    if door.path.kind not in {PathKind.PROPERTY, PathKind.RAW_VALUE}:
        return []
    entity_type = door.shown.type
    names = [
        each.name for each in entity_type.structural if door.reads or entity_type.is_open(each)
    ]
    return [parameters.one_of(PROPERTY, names, "The name of the property.")]
