"""Writes entities, collections and values as OData JSON, 4.0 or 4.01 (JSON Format 4.01)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from math import isfinite
from typing import Any, TypeAlias

import orjson

from api.odata.expansion import Expansion, Form
from api.odata.headers.negotiation import JsonFormat, Metadata
from api.odata.headers.versions import ODataVersion
from api.odata.model import (
    FLOATS,
    Action,
    Binding,
    EdmType,
    EntitySet,
    Property,
    Scalar,
    Service,
    ValueType,
)
from api.odata.payload.item import Item, Related, Row
from api.odata.payload.links import links
from api.odata.payload.select_list import select_list
from api.odata.payload.urls import ServiceUrls
from api.odata.values import raw_text

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
        self,
        entity_set: EntitySet,
        item: Item,
        select: Sequence[Property] | None = None,
        expand: Sequence[Expansion] = (),
        *,
        operations: frozenset[str] | None = None,
    ) -> bytes:
        """One entity; the key need not be selected to be in its links."""
        shown = select_list(select, expand, self.version)
        context = self.urls.context(entity_set, shown, single=True)
        shape = _Shape(self, entity_set, select, expand, operations)
        return orjson.dumps(self._context(context) | shape.write(item))

    def collection(
        self,
        entity_set: EntitySet,
        items: Iterable[Item],
        select: Sequence[Property] | None = None,
        expand: Sequence[Expansion] = (),
        *,
        count: int | None = None,
        next_link: str | None = None,
        operations: frozenset[str] | None = None,
    ) -> bytes:
        """A page of entities; `count` is that of the whole collection."""
        shown = select_list(select, expand, self.version)
        body = self._context(self.urls.context(entity_set, shown))
        if count is not None:
            body[self.name("count")] = self.count(count)
        write = _Shape(self, entity_set, select, expand, operations).write
        body["value"] = [write(item) for item in items]
        if next_link is not None:
            body[self.name("nextLink")] = next_link
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

    def name(self, control: str) -> str:
        """The name of control information about what it stands in."""
        return f"@{self.version.control}{control}"

    def count(self, count: int) -> int | str:
        """A count, which is an Edm.Int64."""
        return _number_text(count) if self.format.ieee754 else count

    def _context(self, url: str) -> _Json:
        if self.format.metadata is Metadata.NONE:
            return {}
        return {self.name("context"): url}

    def writers(
        self, entity_set: EntitySet, select: Sequence[Property] | None
    ) -> list[tuple[str, Callable[[Any], Any]]]:
        """The properties to show, each with what makes JSON of its values."""
        shown = entity_set.type.structural if select is None else select
        return [(p.name, self._writer(p.type)) for p in shown if p.type is not EdmType.STREAM]

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


class _Shape:
    """Writes entities of a set that all show the same."""

    def __init__(
        self,
        renderer: Renderer,
        entity_set: EntitySet,
        select: Sequence[Property] | None,
        expand: Sequence[Expansion],
        operations: frozenset[str] | None,
    ) -> None:
        self._renderer = renderer
        self._set = entity_set
        self._writers = renderer.writers(entity_set, select)
        self._expand = expand
        self._actions = _selected(entity_set, operations)
        self._metadata = renderer.format.metadata
        self._nested: dict[str, _Shape] = {}

    def write(self, item: Item) -> _Json:
        row = item.row
        body = {} if self._metadata is Metadata.NONE else self._control(item)
        for name, write in self._writers:
            value = row[name]
            body[name] = None if value is None else write(value)
        for expansion in self._expand:
            related = item.related.get(expansion.navigation.name)
            if related is not None:
                self._add(body, expansion, related)
        return body if self._metadata is Metadata.NONE else self._links(body, item)

    def _add(self, body: _Json, expansion: Expansion, related: Related) -> None:
        name = expansion.navigation.name
        if related.count is not None:
            body[name + self._renderer.name("count")] = self._renderer.count(related.count)
        if expansion.form is Form.COUNT:
            return
        if expansion.form is Form.REFERENCES:
            shown = [self._reference(related.entity_set, each) for each in related.items]
        else:
            write = self._shape_of(expansion, related.entity_set).write
            shown = [write(each) for each in related.items]
        body[name] = shown if expansion.navigation.collection else next(iter(shown), None)
        if related.next_link is not None:
            body[name + self._renderer.name("nextLink")] = related.next_link

    def _shape_of(self, expansion: Expansion, entity_set: EntitySet) -> "_Shape":
        name = expansion.navigation.name
        if name not in self._nested:
            options = expansion.options
            self._nested[name] = _Shape(
                self._renderer,
                entity_set,
                options.select,
                expansion.following,
                options.operations,
            )
        return self._nested[name]

    def _reference(self, entity_set: EntitySet, item: Item) -> _Json:
        renderer = self._renderer
        return {renderer.name("id"): renderer.urls.entity_path(entity_set, item.row)}

    def _control(self, item: Item) -> _Json:
        renderer, body = self._renderer, {}
        full = self._metadata is Metadata.FULL
        if full:
            body[renderer.name("type")] = "#" + renderer.service.qualified(self._set.type.name)
            body[renderer.name("id")] = renderer.urls.entity(self._set, item.row)
        if item.etag is not None:
            body[renderer.name("etag")] = str(item.etag)
        if full:
            body[renderer.name("editLink")] = renderer.urls.entity_path(self._set, item.row)
        return body

    def _links(self, body: _Json, item: Item) -> _Json:
        renderer = self._renderer
        full = self._metadata is Metadata.FULL
        if full:
            body |= links(renderer.urls, self._set, item, renderer.version)
        for action in self._actions:
            if action.name in item.offered if action.conditional else full:
                name = f"#{renderer.service.qualified(action.name)}"
                body[name] = {} if not full else self._called(action, item)
        return body

    def _called(self, action: Action, item: Item) -> _Json:
        renderer = self._renderer
        entity = renderer.urls.entity(self._set, item.row)
        target = f"{entity}/{renderer.service.qualified(action.name)}"
        return {"title": action.name, "target": target}


def _selected(entity_set: EntitySet, operations: frozenset[str] | None) -> list[Action]:
    """The actions of an entity that $select leaves: without it all, with it those named."""
    bound = [each for each in entity_set.actions if each.binding is Binding.ENTITY]
    if operations is None or "*" in operations:
        return bound
    named = {name.lower() for name in operations}
    return [each for each in bound if each.name.lower() in named]


def _as_it_is(value: Scalar) -> Scalar:
    return value


def _float_number(value: float) -> float | str:
    return value if isfinite(value) else raw_text(float(value))


def _number_text(value: int | Decimal) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _decimal_number(value: Decimal) -> orjson.Fragment:
    """The exact digits, where a float would round."""
    return orjson.Fragment(format(value, "f"))
