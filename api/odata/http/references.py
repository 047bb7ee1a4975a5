"""$ref: entities by their ids alone (Part 1, 11.2.8)."""

from django.http import HttpResponse

from api.odata.http import answers
from api.odata.http.exchange import Exchange
from api.odata.http.finding import find_one
from api.odata.http.resource import Resource
from api.odata.option_names import REFERENCES, VALUE


def page(resource: Resource, exchange: Exchange) -> HttpResponse:
    """200 with the ids of a page of entities."""
    options = exchange.options(resource.shown.type, REFERENCES | {"format", "skiptoken"})
    renderer = exchange.renderer(options)
    resource.make_ready(exchange)
    found = resource.page(exchange, options)
    if exchange.preferences.max_page_size is not None:
        exchange.applies("maxpagesize")
    body = renderer.references(
        resource.shown, found.items, count=found.total, next_link=found.next_link
    )
    return answers.tagged(
        HttpResponse(body, content_type=renderer.content_type), None, exchange
    )


def one(resource: Resource, exchange: Exchange) -> HttpResponse:
    """200 with the id of an entity; 204 where a navigation leads to none."""
    options = exchange.options(resource.shown.type, VALUE)
    renderer = exchange.renderer(options)
    resource.make_ready(exchange)
    item = find_one(resource, exchange)
    if item is None:
        return answers.tagged(answers.empty(204), None, exchange)
    body = renderer.entity_reference(resource.shown, item)
    return answers.tagged(
        HttpResponse(body, content_type=renderer.content_type), None, exchange
    )
