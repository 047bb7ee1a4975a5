"""Lots: ranges of tokens that share one history, for operators to look at."""

from api.odata.http.exchange import Exchange
from api.odata.http.table import Rows
from api.odata.http.table_resource import TableResource
from api.scopes import Scope
from api.v1.model.lots import LOTS
from api.v1.resources.scoped_resource import ScopedResource
from projections import models
from projections.projectors.tokens import TOKENS as PROJECTION


class Lots(ScopedResource, TableResource):
    """The lots, for operators alone; they have no tag, since they are split and merged."""

    entity_set = LOTS
    scopes = {"read": Scope.MINTING_READ}
    projections = (PROJECTION.name,)

    def rows(self, exchange: Exchange) -> Rows:
        del exchange
        return models.Lot.objects.all()
