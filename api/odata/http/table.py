"""Pages and single rows of a table: the query options of OData on a Django queryset."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from django.db.models import Case, F, Model, QuerySet, Value, When

from api.odata.aggregation import tables as aggregation
from api.odata.aggregation.entities import entity_rows
from api.odata.extras import Extras
from api.odata.http.exchange import Exchange
from api.odata.http.resource import Page
from api.odata.model import EntitySet
from api.odata.paging import PagePlan, full_order, next_link, order_values
from api.odata.payload.item import Item, row_reader
from api.odata.query_options import QueryOptions
from api.odata.queryset import as_q, condition, following, ordering
from api.odata.skip_tokens import decode_skip_token, encode_skip_token
from api.odata.sources import Columns

Rows = QuerySet[Any]
SAFE_IN_PATHS = "/$()',=:@!*;~+&"
MEMBER, PLACE = "odata_member", "odata_change"
"""Whether a row that changed is in what is tracked, and its place in the order of changes."""
NOTHING = Extras((), (), {})
"""Nothing beside the columns."""


@dataclass(frozen=True)
class Table:
    """An entity set whose properties a table holds under their declared fields."""

    entity_set: EntitySet
    item: Callable[[dict[str, Any]], Item]
    columns: Columns = field(default_factory=dict)
    """Where expressions find properties and what is behind navigations."""
    beside: Mapping[str, str] = field(default_factory=dict)
    """What rows have that is no property, and the fields of that."""

    def page(self, exchange: Exchange, options: QueryOptions, rows: Rows) -> Page:
        """Return the page of `rows`, of those that the caller may see, that is asked for."""
        rows = self._applied(options, rows)
        found = self.filtered(options, rows)
        plan = PagePlan.of(options, exchange.mount.limits, exchange.preferences.max_page_size)
        order = full_order(options.order_by, self.entity_set.type)
        placed = found.order_by(*ordering(order, self.columns))
        if options.skip_token is not None:
            place = decode_skip_token(options.skip_token, order)
            placed = placed.filter(as_q(following(order, place, self.columns)))
        extras = Extras(options.compute, order, self.columns)
        fetched = extras.annotated(placed)[plan.skip : plan.skip + plan.fetch]
        shown, more = plan.cut(self.read(fetched, extras))
        link = None
        if more:
            token = encode_skip_token(order, order_values(order, shown[-1]))
            link = next_link(collection_url(exchange), options, plan, token)
        items = [self.item(row) for row in shown]
        return Page(items, found.count() if options.count else None, link)

    def _applied(self, options: QueryOptions, rows: Rows) -> Rows:
        """Return the rows that are left by a $apply that leaves entities."""
        if options.apply is None:
            return rows
        part = aggregation.Rows(rows, self.columns)
        return entity_rows(part, options.apply.steps).rows

    def changes(
        self, options: QueryOptions, later: Rows, changed: str, limit: int
    ) -> list[dict[str, Any]]:
        """Return the first rows of those that changed later, each with MEMBER and PLACE."""
        found = later.annotate(**{PLACE: F(changed), MEMBER: self._membership(options)})
        return self.read(found[:limit], also=(PLACE, MEMBER))

    def _membership(self, options: QueryOptions) -> Case | Value:
        if options.filter is None:
            return Value(value=True)
        settled = condition(options.filter, self.columns)
        if isinstance(settled, bool):
            return Value(settled)
        return Case(When(settled, then=Value(value=True)), default=Value(value=False))

    def count(self, options: QueryOptions, rows: Rows) -> int:
        """Count the rows that the filter leaves."""
        return self.filtered(options, rows).count()

    def one(self, entity: Model) -> Item:
        """Return a single row of the table."""
        return self.item(row_reader(self.entity_set.type, self.beside)(entity))

    def read(
        self, rows: Rows, extras: Extras = NOTHING, also: Sequence[str] = ()
    ) -> list[dict[str, Any]]:
        """Return what rows have by the names of properties, and what was computed for them.

        `also` names annotations to be read under their own names. Rows are read as values:
        making model instances of them would take half of all time.
        """
        wanted = {
            **{each.name: each.field for each in self.entity_set.type.structural},
            **self.beside,
            **extras.names,
            **dict.fromkeys(also, ""),
        }
        names = list(wanted)
        paths = [path or name for name, path in wanted.items()]
        found = [dict(zip(names, values, strict=True)) for values in rows.values_list(*paths)]
        if extras.compute:
            for row in found:
                extras.settle(row)
        return found

    def filtered(self, options: QueryOptions, rows: Rows) -> Rows:
        """Return the rows that the filter leaves."""
        if options.filter is None:
            return rows
        return rows.filter(as_q(condition(options.filter, self.columns)))


def collection_url(exchange: Exchange) -> str:
    """Return the absolute URL of the collection, without a query."""
    path = quote(exchange.request.path, safe=SAFE_IN_PATHS)
    return exchange.request.build_absolute_uri(path)
