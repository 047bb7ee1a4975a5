"""Lots: ranges of tokens that share one history, for operators to look at."""

from typing import Any

from api.odata.http.exchange import Exchange
from api.odata.http.resource import Page
from api.odata.http.table import Table
from api.odata.payload.rendering import Item
from api.odata.query_options import QueryOptions
from api.v1.model import LOTS
from api.v1.resources.role_resource import OPERATORS, RoleResource
from projections import models
from projections.projectors.tokens import TOKENS as PROJECTION


def item(row: dict[str, Any]) -> Item:
    """Return a lot; it has no tag, since it is split and merged rather than changed."""
    return Item(row)


TABLE = Table(LOTS, item)


class Lots(RoleResource):
    """The lots, for operators alone."""

    entity_set = LOTS
    roles = {"read": OPERATORS}
    projections = (PROJECTION.name,)

    def page(self, exchange: Exchange, options: QueryOptions) -> Page:
        return TABLE.page(exchange, options, models.Lot.objects.all())

    def count(self, exchange: Exchange, options: QueryOptions) -> int:
        del exchange
        return TABLE.count(options, models.Lot.objects.all())

    def find(self, exchange: Exchange) -> Item:
        key = exchange.path.key
        place = {"mint_request_id": key["mintRequestId"], "start": key["start"]}
        row = models.Lot.objects.filter(**place).first()
        if row is None:
            raise self.missing(exchange)
        return TABLE.one(row)
