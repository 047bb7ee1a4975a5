"""The service of tokens, ready to be given a place: its model, its resources, its hooks."""

from collections.abc import Mapping

from django.conf import settings

from api.odata.http.mount import Mount
from api.odata.http.resource import Resource
from api.odata.paging import PageLimits
from api.v1.hooks import TokenHooks
from api.v1.model import SERVICE
from api.v1.resources.catalog_items import CatalogItems
from api.v1.resources.certificates import Certificates
from api.v1.resources.lots import Lots
from api.v1.resources.mint_requests import MintRequests
from api.v1.resources.order_tokens import OrderTokens
from api.v1.resources.orders import Orders
from api.v1.resources.print_jobs import PrintJobs
from api.v1.resources.tokens import Tokens

SETS: Mapping[str, Resource] = {
    each.entity_set.name: each
    for each in (
        MintRequests(),
        Orders(),
        PrintJobs(),
        Tokens(),
        CatalogItems(),
        Lots(),
        Certificates(),
    )
}

MOUNT = Mount(
    "api/v1",
    SERVICE,
    SETS,
    {("Orders", "tokens"): OrderTokens()},
    TokenHooks(),
    PageLimits(settings.PAGE_SIZE, settings.MAX_PAGE_SIZE),
)
