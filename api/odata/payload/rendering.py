"""Writes entities, collections and values as OData JSON, 4.0 or 4.01 (JSON Format 4.01)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from math import isfinite
from operator import attrgetter
from typing import Any, TypeAlias

import orjson

from api.odata.headers.entity_tags import EntityTag
from api.odata.headers.negotiation import JsonFormat, Metadata
from api.odata.headers.versions import ODataVersion
from api.odata.model import (
    FLOATS,
    Action,
    Binding,
    EdmType,
    EntitySet,
    EntityType,
    Property,
    Scalar,
    Service,
    ValueType,
)
from api.odata.payload.urls import ServiceUrls
from api.odata.values import raw_text

Row: TypeAlias = Mapping[str, Scalar]
"""An entity: every property's name, in its declared case, to its value."""

_Json: TypeAlias = dict[str, Any]
_AS_TEXT = frozenset(
    {
        EdmType.DATE_TIME_OFFSET,
        EdmType.DATE,
        EdmType.TIME_OF_DAY,
        EdmType.DURATION,
        EdmType.BINARY,
    }
)


@dataclass(frozen=True, slots=True)
class Item:
    """An entity to show: its row, its tag, and which conditional actions it offers now."""

    row: Row
    etag: EntityTag | None = None
    offered: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Renderer:
    """Writes payloads of a service in the version and format that a client negotiated."""

    service: Service
    urls: ServiceUrls
    version: ODataVersion = ODataVersion.V4_0
    format: JsonFormat = field(default_factory=JsonFormat)

    @property
    def content_type(self) -> str:
        """The Content-Type of what this renderer writes."""
        return self.format.content_type(self.version)

    def entity(
        self, entity_set: EntitySet, item: Item, select: Sequence[Property] | None = None
    ) -> bytes:
        """One entity; the key need not be selected to be in its links."""
        context = self.urls.context(entity_set, select, single=True)
        body = self._context(context) | self._item(
            entity_set, item, self._writers(entity_set, select)
        )
        return orjson.dumps(body)

    def collection(
        self,
        entity_set: EntitySet,
        items: Iterable[Item],
        select: Sequence[Property] | None = None,
        *,
        count: int | None = None,
        next_link: str | None = None,
    ) -> bytes:
        """A page of entities; `count` is that of the whole collection."""
        writers = self._writers(entity_set, select)
        body = self._context(self.urls.context(entity_set, select))
        if count is not None:
            body[self._name("count")] = _number_text(count) if self.format.ieee754 else count
        body["value"] = [self._item(entity_set, item, writers) for item in items]
        if next_link is not None:
            body[self._name("nextLink")] = next_link
        return orjson.dumps(body)

    def property_value(self, entity_set: EntitySet, row: Row, declared: Property) -> bytes:
        """A property by itself; null has no body and answers 204 instead (Part 1, 11.2.4)."""
        body = self._context(self.urls.property_context(entity_set, row, declared))
        body["value"] = self._writer(declared.type)(row[declared.name])
        return orjson.dumps(body)

    def service_document(self) -> bytes:
        """The entity sets of the service (JSON Format, 5)."""
        body = self._context(self.urls.root + "$metadata")
        body["value"] = [
            {"name": each.name, "kind": "EntitySet", "url": each.name}
            for each in self.service.sets
            if each.in_service_document
        ]
        return orjson.dumps(body)

    def _name(self, control: str) -> str:
        return f"@{self.version.control}{control}"

    def _context(self, url: str) -> _Json:
        if self.format.metadata is Metadata.NONE:
            return {}
        return {self._name("context"): url}

    def _writers(
        self, entity_set: EntitySet, select: Sequence[Property] | None
    ) -> list[tuple[str, Callable[[Any], Any]]]:
        shown = entity_set.type.structural if select is None else select
        return [(p.name, self._writer(p.type)) for p in shown if p.type is not EdmType.STREAM]

    def _item(
        self,
        entity_set: EntitySet,
        item: Item,
        writers: list[tuple[str, Callable[[Any], Any]]],
    ) -> _Json:
        row = item.row
        body = {} if self.format.metadata is Metadata.NONE else self._control(entity_set, item)
        for name, write in writers:
            value = row[name]
            body[name] = None if value is None else write(value)
        if self.format.metadata is Metadata.FULL:
            body |= self._links(entity_set, row)
        if self.format.metadata is not Metadata.NONE:
            body |= self._actions(entity_set, item)
        return body

    def _control(self, entity_set: EntitySet, item: Item) -> _Json:
        body: _Json = {}
        full = self.format.metadata is Metadata.FULL
        if full:
            body[self._name("type")] = "#" + self.service.qualified(entity_set.type.name)
            body[self._name("id")] = self.urls.entity(entity_set, item.row)
        if item.etag is not None:
            body[self._name("etag")] = str(item.etag)
        if full:
            body[self._name("editLink")] = self.urls.entity_path(entity_set, item.row)
        return body

    def _links(self, entity_set: EntitySet, row: Row) -> _Json:
        path = self.urls.entity_path(entity_set, row)
        body: _Json = {}
        for each in entity_set.type.navigations:
            own = each.name + self._name("")
            body[f"{own}associationLink"] = f"{path}/{each.name}/$ref"
            body[f"{own}navigationLink"] = f"{path}/{each.name}"
        for stream in entity_set.type.properties:
            if stream.type is EdmType.STREAM:
                own = stream.name + self._name("")
                body[f"{own}mediaReadLink"] = f"{path}/{stream.name}"
        return body

    def _actions(self, entity_set: EntitySet, item: Item) -> _Json:
        full = self.format.metadata is Metadata.FULL
        return {
            f"#{self.service.qualified(each.name)}": self._action(
                entity_set, item, each, full=full
            )
            for each in entity_set.actions
            if each.binding is Binding.ENTITY
            and (each.name in item.offered if each.conditional else full)
        }

    def _action(
        self, entity_set: EntitySet, item: Item, action: Action, *, full: bool
    ) -> _Json:
        if not full:
            return {}
        target = (
            f"{self.urls.entity(entity_set, item.row)}/{self.service.qualified(action.name)}"
        )
        return {"title": action.name, "target": target}

    def _writer(self, value_type: ValueType) -> Callable[[Any], Any]:
        if value_type in _AS_TEXT:
            return raw_text
        if value_type in FLOATS:
            return _float_number
        if value_type is EdmType.DECIMAL:
            return _number_text if self.format.ieee754 else _decimal_number
        if value_type is EdmType.INT64 and self.format.ieee754:
            return _number_text
        return _as_it_is


def row_reader(entity_type: EntityType) -> Callable[[object], dict[str, Any]]:
    """Makes rows of objects, such as model instances, by the properties' fields."""
    getters = [
        (each.name, attrgetter(each.field.replace("__", ".")))
        for each in entity_type.structural
    ]
    return lambda entity: {name: get(entity) for name, get in getters}


def _as_it_is(value: Scalar) -> Scalar:
    return value


def _float_number(value: float) -> float | str:
    return value if isfinite(value) else raw_text(float(value))


def _number_text(value: int | Decimal) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _decimal_number(value: Decimal) -> orjson.Fragment:
    """The exact digits, where a float would round."""
    return orjson.Fragment(format(value, "f"))
