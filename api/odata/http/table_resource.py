"""An entity set over a Django queryset, by declaration: what to read, and what may be done."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar, NamedTuple

from django.db.models import Model

from api.odata.aggregation import tables as aggregation
from api.odata.expansion import Expansion
from api.odata.headers.entity_tags import EntityTag, weak_tag
from api.odata.http.columns import table_columns
from api.odata.http.exchange import Exchange
from api.odata.http.relation import Relation, by_value, way_back
from api.odata.http.resource import Changes, Page, Resource
from api.odata.http.stream import Stream
from api.odata.http.table import MEMBER, PLACE, Rows, Table
from api.odata.model import Navigation
from api.odata.paging import PagePlan
from api.odata.payload.item import Change, Item, Media, Related
from api.odata.query_options import QueryOptions
from api.odata.resource_path import ResourcePath
from api.odata.sources import Columns
from api.odata.values import raw_text

_MEDIA_TYPE = "@mediaContentType"
"""Under this name, which no property can have, a row has the type of its stream."""


class MediaColumns(NamedTuple):
    """The columns of a stream: its bytes, and their media type."""

    content: str
    content_type: str


class TableResource(Resource):
    """The rows of a queryset as entities.

    `operations` are those offered beside the actions of the set. `media` names the columns
    of the stream, where the entities have one. `changed` names the column that grows with each
    change of a row, and that no two rows have alike, where changes are to be tracked; then
    rows are never deleted, and `horizon` tells how far the column has got.
    """

    operations: ClassVar[frozenset[str]] = frozenset({"read"})
    media: ClassVar[MediaColumns | None] = None
    changed: ClassVar[str | None] = None

    @property
    def tracks(self) -> bool:
        """Whether it can be told what has changed."""
        return self.changed is not None

    def rows(self, exchange: Exchange) -> Rows:
        """Return the rows that the caller may see, annotated with what no column holds."""
        raise NotImplementedError

    def columns(self, exchange: Exchange) -> Columns:
        """Return the table's columns, and the navigations that its relations follow."""
        return table_columns(exchange, self, self.rows(exchange))

    def shown_rows(self, exchange: Exchange) -> Rows:
        """Return the rows that the caller may see."""
        return self.rows(exchange)

    def offered(self, row: dict[str, Any]) -> frozenset[str]:
        """Return the conditional actions that an entity offers in its state."""
        del row
        return frozenset()

    def item(self, row: dict[str, Any]) -> Item:
        """Return an entity with its tag and the actions that it offers."""
        tag = self.tag(row)
        if self.media is None:
            return Item(row, tag, self.offered(row))
        stream = Media(row[_MEDIA_TYPE], _strong(tag), self.offers("write stream"))
        return Item(row, tag, self.offered(row), media=stream)

    def tag(self, row: dict[str, Any]) -> EntityTag | None:
        """Return the tag that stands for the concurrency properties, where there are any."""
        names = self.entity_set.concurrency
        if not names:
            return None
        if len(names) == 1:
            return weak_tag(raw_text(row[names[0]]))
        return weak_tag("-".join(raw_text(row[name]) for name in names))

    def offers(self, operation: str) -> bool:
        """Tell whether anybody may do this here."""
        actions = self.entity_set.action_names
        return operation in self.operations or actions.find(operation) is not None

    def rows_at(self, exchange: Exchange, path: ResourcePath) -> Rows:
        """Return the rows that a path names; what it leads through is a subquery."""
        rows = self.rows(exchange)
        if path.parent is not None and path.via is not None:
            rows = self._below(exchange, path.parent, path.via, rows)
        wanted = {self.field(name): value for name, value in path.key.items()}
        return rows.filter(**wanted) if wanted else rows

    def parts(self, exchange: Exchange) -> Sequence[aggregation.Rows]:
        """Return the rows that the path names, each an entity."""
        self._check_parent(exchange)
        rows = self.rows_at(exchange, exchange.path)
        return [aggregation.Rows(rows, self.columns(exchange))]

    def page(self, exchange: Exchange, options: QueryOptions) -> Page:
        """Return the page that the options ask for."""
        self._check_parent(exchange)
        return self.table_for(exchange).page(
            exchange, options, self.rows_at(exchange, exchange.path)
        )

    def changes(self, exchange: Exchange, options: QueryOptions, after: int) -> Changes:
        """Return what has changed after a place, in the order of changes."""
        self._check_parent(exchange)
        rows = self.rows_at(exchange, exchange.path)
        later = rows.filter(**{f"{self.changed}__gt": after}).order_by(str(self.changed))
        table = self.table_for(exchange)
        plan = PagePlan.of(options, exchange.mount.limits, exchange.preferences.max_page_size)
        read = table.changes(options, later, str(self.changed), plan.fetch)
        shown, more = plan.cut(read)
        found = [Change(self.item(row), bool(row[MEMBER])) for row in shown]
        return Changes(found, int(shown[-1][PLACE]) if more else None)

    def count(self, exchange: Exchange, options: QueryOptions) -> int:
        """Count what the filter leaves."""
        self._check_parent(exchange)
        return self.table_for(exchange).count(options, self.rows_at(exchange, exchange.path))

    def find_related(self, exchange: Exchange) -> Item | None:
        """Return the one entity where a navigation leads; None where there is none."""
        self._check_parent(exchange)
        return self._first(exchange)

    def find(self, exchange: Exchange) -> Item:
        """Return one entity. Raises: MissingError where the caller has no such entity."""
        found = self._first(exchange)
        if found is None:
            raise self.missing(exchange)
        return found

    def related_to(
        self, exchange: Exchange, source: Resource, items: Sequence[Item], way: Expansion
    ) -> list[Related]:
        """Return what a navigation shows for each of some entities."""
        if way.navigation.constraint is not None:
            return by_value(self.rows(exchange), self.table_for(exchange), items, way)
        if not isinstance(source, TableResource):
            return super().related_to(exchange, source, items, way)
        relation = Relation(exchange, source.rows(exchange), source.entity_set, way)
        return relation.pages(self.rows(exchange), self.table_for(exchange), items)

    def stream(self, exchange: Exchange) -> Stream:
        """Return the stream of one entity, with the tag of the entity."""
        found = self.rows_at(exchange, exchange.path).first()
        if found is None or self.media is None:
            raise self.missing(exchange)
        return Stream(
            bytes(getattr(found, self.media.content)),
            getattr(found, self.media.content_type),
            _strong(self.tag_of(found)),
        )

    def field(self, name: str) -> str:
        """Return the ORM path of a property."""
        declared = self.entity_set.type.property_names.find(name)
        return declared.field if declared else name

    def one(self, entity: Model) -> Item:
        """Return a row of the table as an entity."""
        return self.table.one(entity)

    def tag_of(self, entity: Model) -> EntityTag | None:
        """Return the tag of a row of the table."""
        return self.one(entity).etag

    @property
    def table(self) -> Table:
        """How rows are read."""
        beside = {} if self.media is None else {_MEDIA_TYPE: self.media.content_type}
        return Table(self.entity_set, self.item, beside=beside)

    def _first(self, exchange: Exchange) -> Item | None:
        table = self.table
        found = table.read(self.rows_at(exchange, exchange.path)[:1])
        return table.item(found[0]) if found else None

    def _below(
        self, exchange: Exchange, parent: ResourcePath, via: Navigation, rows: Rows
    ) -> Rows:
        above = exchange.mount.resource_of(parent)
        if via.constraint is not None:
            value = above.find(replace(exchange, path=parent)).row[via.constraint[0]]
            return rows.filter(**{self.field(via.constraint[1]): value})
        if not isinstance(above, TableResource):
            message = f"{parent.entity_set.name} is no table, so {via.name} needs a resource"
            raise TypeError(message)
        parents = above.rows_at(exchange, parent)
        return rows.filter(**{f"{way_back(parents, via)}__in": parents})

    def table_for(self, exchange: Exchange) -> Table:
        """How rows are read and asked for: expressions may follow navigations."""
        return replace(self.table, columns=self.columns(exchange))

    def _check_parent(self, exchange: Exchange) -> None:
        """Refuse a collection that belongs to nothing. Raises: MissingError."""
        parent = exchange.path.parent
        if parent is None:
            return
        above = exchange.mount.resource_of(parent)
        if isinstance(above, TableResource) and not above.rows_at(exchange, parent).exists():
            raise above.missing_at(parent)


def _strong(tag: EntityTag | None) -> EntityTag | None:
    """Return the tag of a stream: what changes it changes the version, byte for byte."""
    return None if tag is None else replace(tag, weak=False)
