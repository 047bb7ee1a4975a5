"""The model as $metadata shows it where JSON is preferred: CSDL JSON.

Source: OData Common Schema Definition Language, JSON Representation 4.01.
"""

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

import orjson

from api.odata.headers.versions import ODataVersion
from api.odata.model import (
    Action,
    Binding,
    EdmType,
    EntitySet,
    EntityType,
    EnumType,
    Navigation,
    Property,
    Service,
)
from api.odata.offer import Offer
from api.odata.payload.csdl import BINDING, CONTAINER, PRECISION, TEMPORAL, name_of
from api.odata.vocabularies import capabilities, core
from api.odata.vocabularies.annotation import (
    VOCABULARIES,
    Annotation,
    Member,
    Path,
    Value,
)

CONTENT_TYPE = "application/json"
_Json: TypeAlias = dict[str, Any]


def render_json(service: Service, offer: Offer, version: ODataVersion) -> bytes:
    """The document."""
    references = {
        f"{each.uri}.json": {"$Include": [{"$Namespace": each.namespace, "$Alias": each.alias}]}
        for each in VOCABULARIES
    }
    document = {
        "$Version": version.value,
        "$EntityContainer": service.qualified(CONTAINER),
        "$Reference": references,
        service.namespace: _Writer(service, offer).schema(),
    }
    return orjson.dumps(document)


class _Writer:
    def __init__(self, service: Service, offer: Offer) -> None:
        self._service = service
        self._offer = offer

    def schema(self) -> _Json:
        found: _Json = {each.name: _enum(each) for each in self._service.enums}
        for entity_set in self._service.sets:
            found[entity_set.type.name] = self._entity_type(entity_set.type)
            for action in entity_set.actions:
                found.setdefault(action.name, []).append(self._action(action, entity_set))
        return found | {CONTAINER: self._container()} | _annotations(core.of_schema())

    def _entity_type(self, entity_type: EntityType) -> _Json:
        found: _Json = {"$Kind": "EntityType", "$Key": list(entity_type.key)}
        if entity_type.has_stream:
            found["$HasStream"] = True
        for declared in entity_type.properties:
            said = _annotations(core.of_property(declared))
            found[declared.name] = self._typed(declared) | said
        for navigation in entity_type.navigations:
            found[navigation.name] = self._navigation(navigation)
        return found | _annotations(core.described(entity_type.description))

    def _navigation(self, navigation: Navigation) -> _Json:
        target = self._service.target(navigation).type
        found = {"$Kind": "NavigationProperty", "$Type": name_of(self._service, target)}
        many = {"$Collection": True} if navigation.collection else {"$Nullable": True}
        back: _Json = {} if navigation.partner is None else {"$Partner": navigation.partner}
        return found | many | back | _annotations(core.described(navigation.description))

    def _action(self, action: Action, entity_set: EntitySet) -> _Json:
        bound: _Json = {"$Name": BINDING, "$Type": name_of(self._service, entity_set.type)}
        if action.binding is Binding.COLLECTION:
            bound["$Collection"] = True
        given = [
            {"$Name": each.name} | self._typed(each) | _annotations(core.of_parameter(each))
            for each in action.parameters
        ]
        found: _Json = {"$Kind": "Action", "$IsBound": True, "$Parameter": [bound, *given]}
        if action.returns_entity:
            found["$EntitySetPath"] = BINDING
            found["$ReturnType"] = {"$Type": name_of(self._service, entity_set.type)}
        return found | _annotations(core.described(action.description))

    def _container(self) -> _Json:
        sets = {each.name: self._set(each) for each in self._service.sets}
        said = _annotations(capabilities.of_container(self._offer))
        return {"$Kind": "EntityContainer"} | sets | said

    def _set(self, entity_set: EntitySet) -> _Json:
        found: _Json = {"$Collection": True, "$Type": name_of(self._service, entity_set.type)}
        if not entity_set.in_service_document:
            found["$IncludeInServiceDocument"] = False
        ways = {each.name: each.entity_set for each in entity_set.type.navigations}
        if ways:
            found["$NavigationPropertyBinding"] = ways
        said = _annotations(core.of_set(entity_set))
        return found | said | _annotations(capabilities.of_set(entity_set, self._offer))

    def _typed(self, declared: Property) -> _Json:
        """The facets of a property or parameter; what is the default is left out."""
        found: _Json = {}
        if declared.type is not EdmType.STRING:
            found["$Type"] = name_of(self._service, declared.type)
        if declared.nullable:
            found["$Nullable"] = True
        if declared.max_length is not None:
            found["$MaxLength"] = declared.max_length
        if declared.type in TEMPORAL:
            found["$Precision"] = PRECISION
        return found


def _enum(enum: EnumType) -> _Json:
    return {"$Kind": "EnumType"} | {str(member.name): member.value for member in enum.names}


def _annotations(annotations: Iterable[Annotation]) -> _Json:
    return {f"@{each.term}": _value(each.value) for each in annotations}


def _value(value: Value) -> Any:  # noqa: ANN401  # JSON of any kind
    match value:
        case Path(text):
            return text
        case Member(_, names):
            return ",".join(names)
        case Mapping():
            return {name: _value(part) for name, part in value.items()}
        case tuple():
            return [_value(item) for item in value]
        case _:
            return value
