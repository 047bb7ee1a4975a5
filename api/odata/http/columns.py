"""Where the tables of a service keep properties, and how navigations lead on from them."""

from collections.abc import Mapping

from django.core.exceptions import FieldDoesNotExist
from django.db.models import ForeignKey, ForeignObjectRel

from api.odata.http.exchange import Exchange
from api.odata.http.table import Rows
from api.odata.model import EntitySet, Navigation
from api.odata.sources import Columns, Joined, Part, Related, columns_of


def table_columns(exchange: Exchange, entity_set: EntitySet, rows: Rows) -> Columns:
    """The columns of a table, and the navigations that its rows' relations follow.

    What is behind a navigation are the rows that the resource of its set shows the caller.
    """
    navigations: dict[str, Joined | Related] = {}
    for each in entity_set.type.navigations:
        found = _relation(exchange, rows, each)
        if found is not None:
            navigations[each.name] = found
    return columns_of(entity_set.type, navigations)


def _relation(
    exchange: Exchange, rows: Rows, navigation: Navigation
) -> Joined | Related | None:
    target = exchange.mount.sets[exchange.mount.model.target(navigation).name]
    shown = target.shown_rows(exchange)
    if shown is None:
        return None
    try:
        relation = rows.model._meta.get_field(navigation.field)  # noqa: SLF001  # Django's own way to ask
    except FieldDoesNotExist:
        return None
    join: Mapping[str, str]
    if isinstance(relation, ForeignKey):
        if not shown.query.where and not shown.query.is_sliced:
            return Joined(navigation.field, lambda: target.columns(exchange))
        join = {relation.target_field.name: relation.attname}
    elif isinstance(relation, ForeignObjectRel) and isinstance(relation.field, ForeignKey):
        join = {relation.field.attname: relation.field.target_field.name}
    else:
        return None
    part = Part(lambda: shown, join, lambda: target.columns(exchange))
    return Related((part,))
