"""The one entity that a path names, or where its navigation leads."""

from api.odata.http.exchange import Exchange
from api.odata.http.resource import Resource
from api.odata.payload.item import Item


def find_one(resource: Resource, exchange: Exchange) -> Item | None:
    """Return it; None where a navigation leads to none. Raises: MissingError."""
    path = exchange.path
    to_one = path.via is not None and not path.via.collection and not path.key
    return resource.find_related(exchange) if to_one else resource.find(exchange)
