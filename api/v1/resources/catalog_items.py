"""Catalog items: what tokens are minted of, with the counts of their tokens."""

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from api.odata.http.exchange import Exchange
from api.odata.http.table import Rows
from api.odata.http.writable_table import WritableTable
from api.scopes import Scope
from api.v1.model.catalog import CATALOG_ITEMS
from api.v1.resources.scoped_resource import ScopedResource
from projections.models import CatalogItemCounts
from projections.projectors.tokens import TOKENS as PROJECTION
from tokens.models import CatalogItem

COUNTED = ("minted", "circulated", "reserved", "activated", "redeemed", "voided")


class CatalogItems(ScopedResource, WritableTable):
    """The catalog; counts move without a new version, so a tag says nothing to a cache."""

    entity_set = CATALOG_ITEMS
    scopes = {
        "read": Scope.CATALOG_READ,
        "create": Scope.CATALOG_WRITE,
        "update": Scope.CATALOG_WRITE,
    }
    projections = (PROJECTION.name,)
    cacheable = False
    exists_code = "CatalogItemExists"

    def rows(self, exchange: Exchange) -> Rows:
        del exchange
        counts = CatalogItemCounts.objects.filter(pk=OuterRef("pk"))
        return CatalogItem.objects.annotate(
            **{name: Coalesce(Subquery(counts.values(name)), 0) for name in COUNTED}
        )
