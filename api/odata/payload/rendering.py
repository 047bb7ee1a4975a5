"""Writes entities, collections and values as OData JSON, 4.0 or 4.01 (JSON Format 4.01)."""

from collections.abc import Iterable, Sequence

import orjson

from api.odata.expansion import Expansion
from api.odata.model import EntitySet, Property
from api.odata.payload.entities import EntityWriter
from api.odata.payload.item import Change, Item, Row
from api.odata.payload.select_list import select_list
from api.odata.payload.style import Json, Style


class Renderer(Style):
    """Writes payloads of a service in the version and format that a client negotiated."""

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
        context = self.urls.context(entity_set, shown, "/$entity")
        shape = EntityWriter(self, entity_set, select, expand, operations)
        return orjson.dumps(self.context(context) | shape.write(item))

    def collection(
        self,
        entity_set: EntitySet,
        items: Iterable[Item],
        select: Sequence[Property] | None = None,
        expand: Sequence[Expansion] = (),
        *,
        count: int | None = None,
        next_link: str | None = None,
        delta_link: str | None = None,
        operations: frozenset[str] | None = None,
    ) -> bytes:
        """A page of entities; `count` is that of the whole collection."""
        shown = select_list(select, expand, self.version)
        body = self.context(self.urls.context(entity_set, shown))
        if count is not None:
            body[self.name("count")] = self.count(count)
        write = EntityWriter(self, entity_set, select, expand, operations).write
        body["value"] = [write(item) for item in items]
        return orjson.dumps(self._linked(body, next_link, delta_link))

    def changes(
        self,
        entity_set: EntitySet,
        changes: Iterable[Change],
        select: Sequence[Property] | None = None,
        *,
        next_link: str | None = None,
        delta_link: str | None = None,
        operations: frozenset[str] | None = None,
    ) -> bytes:
        """A page of what has changed: entities as they are now, ids of those that left."""
        shown = select_list(select, (), self.version)
        body = self.context(self.urls.context(entity_set, shown, "/$delta"))
        write = EntityWriter(self, entity_set, select, (), operations).write
        names = {each.name for each in select or entity_set.type.structural}
        told = names.issuperset(entity_set.type.key)
        body["value"] = [
            (write(item) if told else self.reference(entity_set, item) | write(item))
            if is_member
            else self.removed(entity_set, item)
            for item, is_member in changes
        ]
        return orjson.dumps(self._linked(body, next_link, delta_link))

    def _linked(self, body: Json, next_link: str | None, delta_link: str | None) -> Json:
        links = {"nextLink": next_link, "deltaLink": delta_link}
        return body | {self.name(name): url for name, url in links.items() if url is not None}

    def property_value(self, entity_set: EntitySet, row: Row, declared: Property) -> bytes:
        """A property by itself; null has no body and answers 204 instead (Part 1, 11.2.4)."""
        body = self.context(self.urls.property_context(entity_set, row, declared))
        value, write = row[declared.name], self.writer(declared.type)
        body["value"] = value if write is None else write(value)
        return orjson.dumps(body)

    def service_document(self) -> bytes:
        """The entity sets of the service (JSON Format, 5)."""
        body = self.context(self.urls.root + "$metadata")
        body["value"] = [
            {"name": each.name, "kind": "EntitySet", "url": each.name}
            for each in self.service.sets
            if each.in_service_document
        ]
        return orjson.dumps(body)

    def references(
        self,
        entity_set: EntitySet,
        items: Iterable[Item],
        *,
        count: int | None = None,
        next_link: str | None = None,
    ) -> bytes:
        """A page of references to entities (Part 1, 10.12)."""
        body = self.context(f"{self.urls.root}$metadata#Collection($ref)")
        if count is not None:
            body[self.name("count")] = self.count(count)
        body["value"] = [self.reference(entity_set, item) for item in items]
        if next_link is not None:
            body[self.name("nextLink")] = next_link
        return orjson.dumps(body)

    def entity_reference(self, entity_set: EntitySet, item: Item) -> bytes:
        """A reference to one entity (Part 1, 10.11)."""
        body = self.context(f"{self.urls.root}$metadata#$ref")
        return orjson.dumps(body | self.reference(entity_set, item))
