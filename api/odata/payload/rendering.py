"""Writes entities, collections and values as OData JSON, 4.0 or 4.01 (JSON Format 4.01)."""

from collections.abc import Iterable, Sequence

import orjson

from api.odata.expansion import Expansion
from api.odata.model import EntitySet, Property
from api.odata.payload.entities import EntityWriter
from api.odata.payload.item import Item, Row
from api.odata.payload.select_list import select_list
from api.odata.payload.style import Style


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
        context = self.urls.context(entity_set, shown, single=True)
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
        operations: frozenset[str] | None = None,
    ) -> bytes:
        """A page of entities; `count` is that of the whole collection."""
        shown = select_list(select, expand, self.version)
        body = self.context(self.urls.context(entity_set, shown))
        if count is not None:
            body[self.name("count")] = self.count(count)
        write = EntityWriter(self, entity_set, select, expand, operations).write
        body["value"] = [write(item) for item in items]
        if next_link is not None:
            body[self.name("nextLink")] = next_link
        return orjson.dumps(body)

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
