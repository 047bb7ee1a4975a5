"""Answers: the statuses, headers and bodies that OData prescribes (Part 1, 8.3 and 11)."""

from typing import TypeVar

from django.http import HttpResponse
from django.http.response import HttpResponseBase

from api.odata.computed import with_computed
from api.odata.headers.entity_tags import EntityTag
from api.odata.http.exchange import Exchange
from api.odata.http.expanding import expanded
from api.odata.http.resource import Resource
from api.odata.payload.item import Item
from api.odata.payload.rendering import Renderer
from api.odata.query_options import QueryOptions

R = TypeVar("R", bound=HttpResponseBase)


def shown(
    resource: Resource,
    exchange: Exchange,
    renderer: Renderer,
    options: QueryOptions,
    item: Item,
) -> HttpResponse:
    """200 with an entity."""
    computed = with_computed(item, options.compute)
    (whole,) = expanded(exchange, resource, [computed], options.expand)
    body = renderer.entity(
        resource.shown,
        whole,
        options.shown(resource.shown.type),
        options.expand,
        operations=options.operations,
    )
    return tagged(HttpResponse(body, content_type=renderer.content_type), item.etag, exchange)


def created(
    resource: Resource,
    exchange: Exchange,
    renderer: Renderer,
    options: QueryOptions,
    item: Item,
) -> HttpResponse:
    """201 with the new entity, or 204 where the client prefers that."""
    location = exchange.urls.entity(resource.entity_set, item.row)
    response = changed(resource, exchange, renderer, options, item)
    if response.status_code == HttpResponse.status_code:
        response.status_code = 201
    else:
        response["OData-EntityId"] = location
    response["Location"] = location
    return response


def written(
    resource: Resource,
    exchange: Exchange,
    renderer: Renderer,
    options: QueryOptions,
    item: Item,
) -> HttpResponse:
    """200 with what was changed, 201 with what had to be created for that."""
    answer = created if exchange.created else changed
    return answer(resource, exchange, renderer, options, item)


def changed(
    resource: Resource,
    exchange: Exchange,
    renderer: Renderer,
    options: QueryOptions,
    item: Item,
) -> HttpResponse:
    """200 with the entity as it is now, or 204 where the client prefers that."""
    preferred = exchange.preferences.returns
    if preferred is not None:
        exchange.applies("return")
    if preferred == "minimal":
        return tagged(empty(204), item.etag, exchange)
    return shown(resource, exchange, renderer, options, item)


def ended(
    resource: Resource,
    exchange: Exchange,
    renderer: Renderer,
    options: QueryOptions,
    item: Item,
) -> HttpResponse:
    """204 after a deletion, or 200 with what it has become where the client prefers that."""
    if exchange.preferences.returns == "representation":
        exchange.applies("return")
        return shown(resource, exchange, renderer, options, item)
    return tagged(empty(204), None, exchange)


def empty(status: int) -> HttpResponse:
    """Return an answer without a body, and so without a type of it."""
    response = HttpResponse(status=status)
    del response["Content-Type"]
    return response


def tagged(response: R, tag: EntityTag | None, exchange: Exchange) -> R:
    """Add the headers that tell the entity's version, and what the answer took into account."""
    if tag is not None:
        response["ETag"] = str(tag)
    if exchange.applied:
        response["Preference-Applied"] = ", ".join(exchange.applied)
    for name, value in exchange.headers.items():
        response[name] = value
    return response
