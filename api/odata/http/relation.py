"""Related rows of many entities at once: a page for each, in one or two statements."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber

from api.odata.errors import NotImplementedFeatureError
from api.odata.expansion import Expansion, Form, link_pairs
from api.odata.extras import Extras
from api.odata.http.exchange import Exchange
from api.odata.http.table import Rows, Table
from api.odata.model import EntitySet, Navigation
from api.odata.option_names import system_name
from api.odata.paging import PageLimits, PagePlan, full_order, next_link, order_values
from api.odata.payload.item import Item, Related
from api.odata.query_options import QueryOptions
from api.odata.queryset import ordering
from api.odata.skip_tokens import encode_skip_token

_SOURCE = "odata_source"
_PLACE = "odata_place"


class Relation:
    """The way from the rows of a source to those of a target, along a relation of Django's."""

    def __init__(
        self, exchange: Exchange, source: Rows, entity_set: EntitySet, way: Expansion
    ) -> None:
        if len(entity_set.type.key) != 1:
            feature = f"$expand from {entity_set.name}, whose key has several parts,"
            raise NotImplementedFeatureError(feature, target="$expand")
        self._exchange = exchange
        self._set = entity_set
        self._way = way
        self._plan = nested_plan(exchange, way)
        (self._key,) = entity_set.type.key_properties
        self._back = f"{way_back(source, way.navigation)}__{self._key.field}"

    def pages(self, rows: Rows, table: Table, items: Sequence[Item]) -> list[Related]:
        """Return the page of each entity, of those rows that the caller may see."""
        keys = [item.row[self._key.name] for item in items]
        found = table.filtered(self._way.options, rows).filter(**{f"{self._back}__in": keys})
        found = self._extras(table).annotated(found.annotate(**{_SOURCE: F(self._back)}))
        counted = self._way.options.count or self._way.form is Form.COUNT
        counts = _counts(found) if counted else None
        shown = {} if self._way.form is Form.COUNT else self._by_source(found, table)
        pages = [
            self._page(item, table, shown.get(key, []))
            for item, key in zip(items, keys, strict=True)
        ]
        if counts is None:
            return pages
        return [
            replace(page, count=counts.get(key, 0))
            for page, key in zip(pages, keys, strict=True)
        ]

    def _extras(self, table: Table) -> Extras:
        order = full_order(self._way.options.order_by, table.entity_set.type)
        return Extras(self._way.options.compute, order, table.columns)

    def _by_source(self, found: Rows, table: Table) -> dict[Any, list[dict[str, Any]]]:
        also = [_SOURCE]
        if self._plan is not None:
            found = _numbered(found, table, self._way.options, self._plan)
            # What is ordered by is selected: Django may refer to it by its place there.
            also.append(_PLACE)
        rows: dict[Any, list[dict[str, Any]]] = defaultdict(list)
        for row in table.read(found, self._extras(table), also):
            rows[row[_SOURCE]].append(row)
        return rows

    def _page(self, source: Item, table: Table, rows: Sequence[dict[str, Any]]) -> Related:
        link = None
        if self._plan is not None:
            rows, more = self._plan.cut(rows)
            if more:
                order = full_order(self._way.options.order_by, table.entity_set.type)
                token = encode_skip_token(order, order_values(order, rows[-1]))
                url = self._exchange.urls.entity(self._set, source.row)
                link = related_link(url, self._way, self._plan, token)
        return Related(table.entity_set, [table.item(row) for row in rows], next_link=link)


def way_back(source: Rows, navigation: Navigation) -> str:
    """Return the relation of Django's that leads from where a navigation goes to its source."""
    relation = source.model._meta.get_field(navigation.field)  # noqa: SLF001  # Django's own way to ask
    name: str = relation.remote_field.name
    return name


def by_value(rows: Rows, table: Table, items: Sequence[Item], way: Expansion) -> list[Related]:
    """Return the one entity that each of some entities names by a value; one statement."""
    here, there = way.navigation.constraint or ("", "")
    declared = table.entity_set.type.property_names.find(there)
    values = {item.row[here] for item in items} - {None}
    found = rows.filter(**{f"{declared.field if declared else there}__in": values})
    extras = Extras(way.options.compute, (), table.columns)
    read = table.read(extras.annotated(found), extras) if values else []
    known = {row[there]: table.item(row) for row in read}
    named = [known.get(item.row[here]) for item in items]
    return [Related(table.entity_set, [one] if one else []) for one in named]


def related_link(url: str, way: Expansion, plan: PagePlan, token: str) -> str:
    """Return the link to the page that follows one of entities related to that of a URL."""
    reference = Form.REFERENCES.value if way.form is Form.REFERENCES else ""
    place = f"{url}/{way.navigation.name}{reference}"
    return next_link(place, _with_levels(way), plan, token)


def nested_plan(exchange: Exchange, way: Expansion) -> PagePlan | None:
    """Return which related entities to show: no more than a page by itself would.

    None where a navigation leads to one entity.
    """
    if not way.navigation.collection:
        return None
    usual = exchange.mount.limits.default
    preferred = exchange.preferences.max_page_size
    return PagePlan.of(way.options, PageLimits(usual, usual), preferred)


def _counts(found: Rows) -> dict[Any, int]:
    counted = found.order_by().values(_SOURCE).annotate(odata_count=Count("*"))
    return {row[_SOURCE]: row["odata_count"] for row in counted}


def _numbered(found: Rows, table: Table, options: QueryOptions, plan: PagePlan) -> Rows:
    entity_type = table.entity_set.type
    order = ordering(full_order(options.order_by, entity_type), table.columns)
    place = Window(RowNumber(), partition_by=[F(_SOURCE)], order_by=order)
    wanted = {f"{_PLACE}__gt": plan.skip, f"{_PLACE}__lte": plan.skip + plan.fetch}
    numbered: Rows = found.annotate(**{_PLACE: place}).filter(**wanted)
    return numbered.order_by(_SOURCE, _PLACE)


def _with_levels(way: Expansion) -> QueryOptions:
    """Return the options of a further page; what is left of $levels joins its $expand."""
    more = link_pairs(way)
    if not more:
        return way.options
    kept = [pair for pair in way.options.pairs if system_name(pair[0]) != "expand"]
    own = [value for name, value in way.options.pairs if system_name(name) == "expand"]
    joined = ",".join([*own, more["$expand"]])
    return replace(way.options, pairs=(*kept, ("$expand", joined)))
