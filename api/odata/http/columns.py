"""Where the tables of a service keep properties, and how navigations lead on from them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.core.exceptions import FieldDoesNotExist
from django.db.models import ForeignKey, ForeignObjectRel

from api.odata.http.exchange import Exchange
from api.odata.http.table import Rows
from api.odata.model import Navigation
from api.odata.sources import Columns, Joined, Part, Related, columns_of

if TYPE_CHECKING:
    from api.odata.http.resource import Resource


def table_columns(exchange: Exchange, source: "Resource", rows: Rows) -> Columns:
    """The columns of a table, and the navigations that its rows' relations follow.

    What is behind a navigation are the rows that the resource of its set shows the caller;
    who may not read them is refused when an expression follows it.
    """
    navigations: dict[str, Joined | Related] = {}
    for each in source.entity_set.type.navigations:
        found = _relation(exchange, source, rows, each)
        if found is not None:
            navigations[each.name] = found
    return columns_of(source.entity_set.type, navigations)


def _relation(
    exchange: Exchange, source: "Resource", rows: Rows, navigation: Navigation
) -> Joined | Related | None:
    target = exchange.mount.where(source.entity_set, navigation)

    def columns() -> Columns:
        target.authorize(exchange.caller, "read")
        return target.columns(exchange)

    shown = target.shown_rows(exchange)
    if shown is None:
        return target.behind(exchange)
    if navigation.constraint is not None:
        here, there = navigation.constraint
        named = {_field(target, there): _field(source, here)}
        return Related((Part(lambda: shown, named, columns),))
    try:
        relation = rows.model._meta.get_field(navigation.field)  # noqa: SLF001  # Django's own way to ask
    except FieldDoesNotExist:
        return None
    join: Mapping[str, str]
    if isinstance(relation, ForeignKey):
        if not shown.query.where and not shown.query.is_sliced:
            return Joined(navigation.field, columns)
        join = {relation.target_field.name: relation.attname}
    elif isinstance(relation, ForeignObjectRel) and isinstance(relation.field, ForeignKey):
        join = {relation.field.attname: relation.field.target_field.name}
    else:
        return None
    part = Part(lambda: shown, join, columns)
    return Related((part,))


def _field(resource: "Resource", name: str) -> str:
    declared = resource.entity_set.type.property_names.find(name)
    return declared.field if declared else name
