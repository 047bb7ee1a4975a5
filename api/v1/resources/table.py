"""Which resource answers for which entity set."""

from collections.abc import Mapping

from api.odata.resource_path import ResourcePath
from api.v1.resources.catalog_items import CatalogItems
from api.v1.resources.lots import Lots
from api.v1.resources.mint_requests import MintRequests
from api.v1.resources.order_tokens import OrderTokens
from api.v1.resources.orders import Orders
from api.v1.resources.resource import Resource
from api.v1.resources.tokens import Tokens

SETS: Mapping[str, Resource] = {
    each.entity_set.name: each
    for each in (MintRequests(), Orders(), Tokens(), CatalogItems(), Lots())
}
RELATED: Mapping[tuple[str, str], Resource] = {("Orders", "tokens"): OrderTokens()}
"""From a set and a navigation to what answers there."""


def resource_of(path: ResourcePath) -> Resource:
    """Return the resource that answers for a path."""
    if path.parent is not None and path.via is not None:
        return RELATED[path.parent.entity_set.name, path.via.name]
    return SETS[path.entity_set.name]
