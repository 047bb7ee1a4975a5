"""Status monitors: where a client that preferred `respond-async` looks (Part 1, 11.6)."""

from django.http import HttpResponse

from api.odata.errors import MethodNotAllowedError, NotFoundError
from api.odata.http import answers
from api.odata.http.exchange import Exchange
from api.odata.http.resource import Resource
from api.odata.resource_path import PathKind


def answer(resource: Resource, exchange: Exchange) -> HttpResponse:
    """202 while it is under way; then what creating would have answered."""
    if exchange.path.kind is not PathKind.ENTITY:
        message = "There is no such monitor."
        raise NotFoundError(message)
    if exchange.request.method not in {"GET", "HEAD"}:
        raise MethodNotAllowedError(exchange.request.method or "", ["GET", "HEAD"])
    options = exchange.options(resource.shown.type)
    renderer = exchange.renderer(options)
    item = resource.find(exchange)
    if resource.is_running(item.row):
        return answers.pending(resource, exchange, item)
    response = answers.shown(resource, exchange, renderer, options, item)
    response["AsyncResult"] = "201"
    response["Location"] = exchange.urls.entity(resource.entity_set, item.row)
    return response
