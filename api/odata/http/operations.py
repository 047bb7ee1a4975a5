"""What a method does to what a path names: the one table, and the steps of each."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from django.http import HttpResponse

from api.odata.errors import MethodNotAllowedError, NotImplementedFeatureError
from api.odata.headers.negotiation import negotiate
from api.odata.http import answers
from api.odata.http.exchange import Exchange
from api.odata.http.preconditions import is_unchanged
from api.odata.http.resource import Resource
from api.odata.option_names import COLLECTION, COUNT, VALUE
from api.odata.resource_path import PathKind, ResourcePath
from api.odata.values import raw_text

Run = Callable[[Resource, Exchange], HttpResponse]
TEXT = "text/plain"


class Operation(NamedTuple):
    """What to run, and the name under which a resource says who may."""

    run: Run
    role: str


def operation(path: ResourcePath, method: str, resource: Resource) -> Operation:
    """Return what a method does here. Raises: MethodNotAllowedError naming those that do."""
    doors = dict(_TABLE[path.kind])
    if path.action is not None:
        # A property may be named like an action: then GET means the one, POST the other.
        doors["POST"] = Operation(_act, path.action.name)
    offered = {name: found for name, found in doors.items() if resource.offers(found.role)}
    found = offered.get("GET" if method == "HEAD" else method)
    if found is None:
        allowed = [*offered, "HEAD"] if "GET" in offered else [*offered]
        raise MethodNotAllowedError(method, allowed)
    return found


def _page(resource: Resource, exchange: Exchange) -> HttpResponse:
    options = exchange.options(resource.shown.type, COLLECTION)
    renderer = exchange.renderer(options)
    resource.make_ready(exchange)
    page = resource.page(exchange, options)
    if exchange.preferences.max_page_size is not None:
        exchange.applies("maxpagesize")
    body = renderer.collection(
        resource.shown, page.items, options.select, count=page.total, next_link=page.next_link
    )
    response = HttpResponse(body, content_type=renderer.content_type)
    return answers.tagged(response, None, exchange)


def _count(resource: Resource, exchange: Exchange) -> HttpResponse:
    options = exchange.options(resource.shown.type, COUNT)
    resource.make_ready(exchange)
    return HttpResponse(str(resource.count(exchange, options)), content_type=TEXT)


def _entity(resource: Resource, exchange: Exchange) -> HttpResponse:
    options = exchange.options(resource.shown.type)
    renderer = exchange.renderer(options)
    resource.make_ready(exchange)
    item = resource.find(exchange)
    if resource.cacheable and is_unchanged(exchange.request, item.etag):
        return answers.tagged(answers.empty(304), item.etag, exchange)
    return answers.shown(resource, exchange, renderer, options, item)


def _property(resource: Resource, exchange: Exchange) -> HttpResponse:
    options = exchange.options(resource.shown.type, VALUE)
    renderer = exchange.renderer(options)
    resource.make_ready(exchange)
    item = resource.find(exchange)
    declared = exchange.path.property
    if declared is None or item.row.get(declared.name) is None:
        return answers.tagged(answers.empty(204), item.etag, exchange)
    body = renderer.property_value(resource.shown, item.row, declared)
    response = HttpResponse(body, content_type=renderer.content_type)
    return answers.tagged(response, item.etag, exchange)


def _raw_value(resource: Resource, exchange: Exchange) -> HttpResponse:
    options = exchange.options(resource.shown.type, VALUE)
    negotiate(exchange.request.headers.get("Accept"), options.format, (TEXT,))
    resource.make_ready(exchange)
    item = resource.find(exchange)
    declared = exchange.path.property
    value = item.row.get(declared.name) if declared else None
    if value is None:
        return answers.tagged(answers.empty(204), item.etag, exchange)
    response = HttpResponse(raw_text(value), content_type=f"{TEXT};charset=utf-8")
    return answers.tagged(response, item.etag, exchange)


def _create(resource: Resource, exchange: Exchange) -> HttpResponse:
    options = exchange.options(resource.shown.type, custom=resource.create_options)
    # Before anything is done: a client that accepts no answer gets nothing done.
    renderer = exchange.renderer(options)
    item = resource.create(exchange, options)
    return answers.created(resource, exchange, renderer, options, item)


def _update(resource: Resource, exchange: Exchange) -> HttpResponse:
    options = exchange.options(resource.shown.type)
    renderer = exchange.renderer(options)
    item = resource.update(exchange)
    return answers.changed(resource, exchange, renderer, options, item)


def _delete(resource: Resource, exchange: Exchange) -> HttpResponse:
    options = exchange.options(resource.shown.type)
    renderer = exchange.renderer(options)
    item = resource.delete(exchange)
    return answers.ended(resource, exchange, renderer, options, item)


def _act(resource: Resource, exchange: Exchange) -> HttpResponse:
    options = exchange.options(resource.shown.type)
    renderer = exchange.renderer(options)
    action = exchange.path.action
    item = resource.act(exchange, action.name if action else "")
    return answers.changed(resource, exchange, renderer, options, item)


def _no_streams(resource: Resource, exchange: Exchange) -> HttpResponse:
    del resource, exchange
    feature = "a stream property"
    raise NotImplementedFeatureError(feature)


_TABLE: Mapping[PathKind, Mapping[str, Operation]] = {
    PathKind.COLLECTION: {
        "GET": Operation(_page, "read"),
        "POST": Operation(_create, "create"),
    },
    PathKind.ENTITY: {
        "GET": Operation(_entity, "read"),
        "PATCH": Operation(_update, "update"),
        "DELETE": Operation(_delete, "delete"),
    },
    PathKind.COUNT: {"GET": Operation(_count, "read")},
    PathKind.PROPERTY: {"GET": Operation(_property, "read")},
    PathKind.RAW_VALUE: {"GET": Operation(_raw_value, "read")},
    PathKind.MEDIA: {"GET": Operation(_no_streams, "read")},
    PathKind.ACTION: {},
}
