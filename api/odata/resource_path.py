"""What the path of a URL names (OData 4.01 Part 2, section 4): parsed, typed, nothing read."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Union

from api.odata.errors import BadRequestError, NotFoundError, NotImplementedFeatureError
from api.odata.keys import Key, key_of_segment, parse_key
from api.odata.model import Action, Binding, EdmType, EntitySet, Navigation, Property, Service
from api.odata.names import hint, shown
from api.odata.path_segments import PathLimits, Segment, split_path


class PathKind(Enum):
    """What sort of resource a path names."""

    COLLECTION = "collection"
    ENTITY = "entity"
    COUNT = "count"
    PROPERTY = "property"
    RAW_VALUE = "raw value"
    MEDIA = "media"
    ACTION = "action"
    REFERENCE = "reference"
    REFERENCES = "references"


class SystemResource(Enum):
    """What stands beside the entity sets at the service root."""

    SERVICE_DOCUMENT = ""
    METADATA = "$metadata"
    BATCH = "$batch"
    ENTITY = "$entity"


@dataclass(frozen=True)
class ResourcePath:
    """A resource: a set, or what is reached from it.

    `key` is set for an entity and what belongs to it. A path through a navigation, such as
    `Orders(…)/tokens`, has the entity that it starts from as `parent`, the way as `via`,
    and the set that it leads to as `entity_set`. A property whose name is also an action's,
    but for case, has that as `action`: the method tells which is meant. `filters` are the
    conditions on a collection, as in `Orders/$filter(quantity gt 5)`.
    """

    kind: PathKind
    entity_set: EntitySet
    key: Key = field(default_factory=dict)
    property: Property | None = None
    action: Action | None = None
    parent: Union["ResourcePath", None] = None
    via: Navigation | None = None
    filters: tuple[str, ...] = ()


def resolve(
    path: str,
    service: Service,
    *,
    aliases: Mapping[str, str] | None = None,
    limits: PathLimits | None = None,
) -> ResourcePath | SystemResource:
    """What a path names.

    `path` is relative to the service root and still percent-encoded, as a server hands it
    on in RAW_URI or raw_path, since `%2F` in a key is not a separator. `aliases` are the
    parameter aliases of the query, for keys such as `Orders(@id)`.

    Raises NotFoundError for names that are not declared, BadRequestError for malformed
    keys, NotImplementedFeatureError for kinds of path that are not offered.
    """
    segments = split_path(path, limits or PathLimits())
    if not segments:
        return SystemResource.SERVICE_DOCUMENT
    first, *rest = segments
    if first.text.startswith("$"):
        return _system(first, rest)
    walker = _Walker(service, aliases or {})
    return walker.walk(first, rest)


def _system(first: Segment, rest: list[Segment]) -> SystemResource:
    for resource in SystemResource:
        if resource.value == first.text.lower() and not rest:
            return resource
    if first.name.lower() in {"$all", "$crossjoin"}:
        feature = f"the path {first.name}"
        raise NotImplementedFeatureError(feature)
    raise _unknown(first, "the service", [each.value for each in SystemResource])


class _Walker:
    def __init__(self, service: Service, aliases: Mapping[str, str]) -> None:
        self._service = service
        self._aliases = aliases

    def walk(self, first: Segment, rest: list[Segment]) -> ResourcePath:
        entity_set = self._service.set_names.find(first.name)
        if entity_set is None:
            known = [each.name for each in self._service.sets]
            raise _unknown(first, "the service", known)
        here = self._keyed(ResourcePath(PathKind.COLLECTION, entity_set), first)
        for segment in rest:
            here = self._step(here, segment)
        return here

    def _keyed(self, collection: ResourcePath, segment: Segment) -> ResourcePath:
        if segment.key is None:
            return collection
        entity_type = collection.entity_set.type
        key = parse_key(segment.key, entity_type, self._aliases)
        return replace(collection, kind=PathKind.ENTITY, key=key)

    def _step(self, here: ResourcePath, segment: Segment) -> ResourcePath:
        if here.kind is PathKind.COLLECTION:
            return self._below_collection(here, segment)
        if here.kind is PathKind.ENTITY:
            return self._below_entity(here, segment)
        if segment.text.lower() == "$value" and here.property is not None:
            if here.kind is PathKind.PROPERTY:
                return replace(here, kind=PathKind.RAW_VALUE)
            if here.kind is PathKind.MEDIA and here.property.type is EdmType.STREAM:
                return here
        message = f"there is no {shown(segment.text)} after the {here.kind.value}"
        raise NotFoundError(message)

    def _below_collection(self, here: ResourcePath, segment: Segment) -> ResourcePath:
        if segment.text.startswith("$"):
            if segment.name.lower() == "$filter" and segment.key:
                return replace(here, filters=(*here.filters, segment.key))
            offered = {"$count": PathKind.COUNT, "$ref": PathKind.REFERENCES}
            return _dollar(here, segment, offered)
        if here.filters:
            feature = f"{shown(segment.text)} after $filter, which $count or $ref may follow,"
            raise NotImplementedFeatureError(feature)
        action = self._action(here, segment)
        if action is not None:
            if action.binding is Binding.COLLECTION:
                return replace(here, kind=PathKind.ACTION, action=action)
            name = here.entity_set.name
            message = f"{action.name} is called on one of {name}: {name}(key)/{action.name}"
            raise NotFoundError(message)
        key = key_of_segment(segment.text, here.entity_set.type)
        if key is None:
            known = [a.name for a in here.entity_set.actions if a.binding is Binding.COLLECTION]
            raise _unknown(segment, here.entity_set.name, known, "no key, action or $count")
        return replace(here, kind=PathKind.ENTITY, key=key)

    def _below_entity(self, here: ResourcePath, segment: Segment) -> ResourcePath:
        entity_type = here.entity_set.type
        if segment.text.startswith("$"):
            return self._entity_dollar(here, segment)
        navigation = entity_type.navigation_names.find(segment.name)
        if navigation is not None:
            return self._through(here, navigation, segment)
        found = entity_type.property_names.find(segment.text)
        action = self._action(here, segment)
        if action is not None and action.binding is not Binding.ENTITY:
            action = None
        if found is not None and (action is None or segment.text == found.name):
            kind = PathKind.MEDIA if found.type is EdmType.STREAM else PathKind.PROPERTY
            return replace(here, kind=kind, property=found, action=action)
        if action is not None:
            return replace(here, kind=PathKind.ACTION, action=action)
        known = [
            *(each.name for each in entity_type.properties),
            *(each.name for each in entity_type.navigations),
            *(a.name for a in here.entity_set.actions if a.binding is Binding.ENTITY),
        ]
        raise _unknown(segment, entity_type.name, known)

    def _entity_dollar(self, here: ResourcePath, segment: Segment) -> ResourcePath:
        if segment.text.lower() != "$value":
            return _dollar(here, segment, {"$ref": PathKind.REFERENCE})
        media = here.entity_set.type.media
        if media is None:
            message = f"{here.entity_set.type.name} is not a media entity, so has no $value"
            raise BadRequestError(message)
        stream = here.entity_set.type.property_names.find(media)
        return replace(here, kind=PathKind.MEDIA, property=stream)

    def _through(
        self, here: ResourcePath, navigation: Navigation, segment: Segment
    ) -> ResourcePath:
        kind = PathKind.COLLECTION if navigation.collection else PathKind.ENTITY
        target = self._service.target(navigation)
        there = ResourcePath(kind, target, parent=here, via=navigation)
        return self._keyed(there, segment)

    def _action(self, here: ResourcePath, segment: Segment) -> Action | None:
        name = self._service.unqualified(segment.name)
        if segment.key:
            return None
        return here.entity_set.action_names.find(name)


def _dollar(
    here: ResourcePath, segment: Segment, offered: Mapping[str, PathKind]
) -> ResourcePath:
    kind = offered.get(segment.text.lower())
    if kind is not None:
        return replace(here, kind=kind)
    if segment.name.lower() == "$filter":
        message = (
            "in a path, $filter follows a collection, with a condition: $filter(id ne null)"
        )
        raise BadRequestError(message, target="$filter")
    if segment.name.lower() == "$each":
        feature = f"the path segment {segment.name}"
        raise NotImplementedFeatureError(feature)
    raise _unknown(segment, here.entity_set.name, offered)


def _unknown(
    segment: Segment, owner: str, known: Mapping[str, PathKind] | list[str], what: str = ""
) -> NotFoundError:
    reason = f" ({what})" if what else ""
    return NotFoundError(
        f"{owner} has no {shown(segment.text)}{reason}{hint(segment.name, known)}"
    )
