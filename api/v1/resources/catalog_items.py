"""Catalog items: what tokens are minted of, with the counts of their tokens."""

from collections.abc import Mapping

from django.db.models import Model, OuterRef, Subquery
from django.db.models.functions import Coalesce

from api.misplaced_codes import refuse_codes
from api.odata.http.exchange import Exchange
from api.odata.http.table import Rows
from api.odata.http.writable_table import WritableTable
from api.scopes import Scope
from api.v1.commands import caller_of
from api.v1.model.catalog import CATALOG_ITEMS
from api.v1.resources.scoped_resource import ScopedResource
from projections.models import CatalogItemCounts
from projections.projectors.tokens import TOKENS as PROJECTION
from tokens.adapters.postgres.item_edits import CHANGE, CREATE, note_edit_of_client
from tokens.models import CatalogItem

NOTHING: Mapping[str, object] = {"id": None, "name": None, "description": "", "active": None}
"""What clients set, before it is there."""
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

    def written(
        self, exchange: Exchange, entity: Model, before: Mapping[str, object] | None
    ) -> None:
        """Record the edit in the audit. Raises: InvalidRequestError where it holds a code."""
        old = NOTHING if before is None else before
        new = {name: getattr(entity, name) for name in old}
        refuse_codes(new.items())
        changes = {name: (old[name], new[name]) for name in old if old[name] != new[name]}
        if changes:
            action = CREATE if before is None else CHANGE
            client = caller_of(exchange).client_id
            note_edit_of_client(
                client, exchange.correlation_id, action, str(entity.pk), changes
            )
