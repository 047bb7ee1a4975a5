"""What a method does to what a path names: the one table, and the steps of each."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from django.http import HttpResponse
from django.http.response import HttpResponseBase

from api.odata.errors import MethodNotAllowedError
from api.odata.http import accepting, answers, references, streams, tracking, values
from api.odata.http.exchange import Exchange
from api.odata.http.expanding import expanded
from api.odata.http.finding import find_one
from api.odata.http.preconditions import check_wanted, is_unchanged
from api.odata.http.resource import Resource, settable
from api.odata.http.transforming import transformed
from api.odata.offer import READING
from api.odata.option_names import COLLECTION, COUNT, TRACKED
from api.odata.resource_path import PathKind, ResourcePath

Run = Callable[[Resource, Exchange], HttpResponseBase]
TEXT = "text/plain"


class Operation(NamedTuple):
    """What to run, and the name under which a resource says who may."""

    run: Run
    role: str


def operation(path: ResourcePath, method: str, resource: Resource) -> Operation:
    """Return what a method does here. Raises: MethodNotAllowedError naming those that do."""
    doors = dict(_TABLE[path.kind])
    if path.property is not None and not path.entity_set.type.is_open(path.property):
        doors = {name: door for name, door in doors.items() if door.role != "update"}
    if _at_one_related(path) or path.filters:
        # A client that unlinks an entity must not end it; its own address does that.
        doors = {name: door for name, door in doors.items() if door.role in READING}
    if path.action is not None:
        # A property may be named like an action: then GET means the one, POST the other.
        doors["POST"] = Operation(_act, path.action.name)
    offered = {name: found for name, found in doors.items() if resource.offers(found.role)}
    found = offered.get("GET" if method == "HEAD" else method)
    if found is None:
        allowed = [*offered, "HEAD"] if "GET" in offered else [*offered]
        raise MethodNotAllowedError(method, allowed)
    return found


def _at_one_related(path: ResourcePath) -> bool:
    return path.via is not None and not path.via.collection and not path.key


def _page(resource: Resource, exchange: Exchange) -> HttpResponse:
    options = exchange.options(resource.shown.type, TRACKED if resource.tracks else COLLECTION)
    renderer = exchange.renderer(options)
    resource.make_ready(exchange)
    if options.apply is not None and not options.apply.entities:
        return transformed(resource, exchange, renderer, options)
    tracked = tracking.began(resource, exchange, options)
    if tracked is not None and tracked.after is not None:
        return tracking.changes(resource, exchange, renderer, options, tracked)
    page = resource.page(exchange, options)
    next_link, delta_link = page.next_link, None
    if tracked is not None:
        next_link, delta_link = tracking.links(exchange, options, tracked, page)
    if exchange.preferences.max_page_size is not None:
        exchange.applies("maxpagesize")
    body = renderer.collection(
        resource.shown,
        expanded(exchange, resource, page.items, options.expand),
        options.shown(resource.shown.type),
        options.expand,
        count=page.total,
        next_link=next_link,
        delta_link=delta_link,
        operations=options.operations,
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
    item = find_one(resource, exchange)
    if item is None:
        return answers.tagged(answers.empty(204), None, exchange)
    check_wanted(exchange.request, item.etag)
    if resource.cacheable and is_unchanged(exchange.request, item.etag):
        return answers.tagged(answers.empty(304), item.etag, exchange)
    return answers.shown(resource, exchange, renderer, options, item)


def _create(resource: Resource, exchange: Exchange) -> HttpResponse:
    options = exchange.options(resource.shown.type, custom=resource.create_options)
    # Before anything is done: a client that accepts no answer gets nothing done.
    renderer = exchange.renderer(options)
    accepting.admit(resource, exchange)
    item = (
        streams.create(resource, exchange)
        if resource.entity_set.type.has_stream
        else resource.create(exchange, options)
    )
    item = accepting.awaited(resource, exchange, item)
    later = accepting.accepted(resource, exchange, item)
    return later or answers.created(resource, exchange, renderer, options, item)


def _update(resource: Resource, exchange: Exchange) -> HttpResponse:
    options = exchange.options(resource.shown.type)
    renderer = exchange.renderer(options)
    changes = exchange.body(settable(resource.entity_set), partial=True)
    item = resource.update(exchange, changes)
    return answers.written(resource, exchange, renderer, options, item)


def _replace(resource: Resource, exchange: Exchange) -> HttpResponse:
    options = exchange.options(resource.shown.type)
    renderer = exchange.renderer(options)
    values = exchange.body(settable(resource.entity_set), partial=True)
    item = resource.replace(exchange, values)
    return answers.written(resource, exchange, renderer, options, item)


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
    if action and not action.returns_entity:
        return answers.tagged(answers.empty(204), item.etag, exchange)
    return answers.changed(resource, exchange, renderer, options, item)


_TABLE: Mapping[PathKind, Mapping[str, Operation]] = {
    PathKind.COLLECTION: {
        "GET": Operation(_page, "read"),
        "POST": Operation(_create, "create"),
    },
    PathKind.ENTITY: {
        "GET": Operation(_entity, "read"),
        "PATCH": Operation(_update, "update"),
        "PUT": Operation(_replace, "replace"),
        "DELETE": Operation(_delete, "delete"),
    },
    PathKind.REFERENCES: {"GET": Operation(references.page, "read")},
    PathKind.REFERENCE: {"GET": Operation(references.one, "read")},
    PathKind.COUNT: {"GET": Operation(_count, "read")},
    PathKind.PROPERTY: {
        "GET": Operation(values.show, "read"),
        "PUT": Operation(values.put, "update"),
        "PATCH": Operation(values.put, "update"),
        "DELETE": Operation(values.clear, "update"),
    },
    PathKind.RAW_VALUE: {
        "GET": Operation(values.show_raw, "read"),
        "PUT": Operation(values.put_raw, "update"),
        "DELETE": Operation(values.clear, "update"),
    },
    PathKind.MEDIA: {
        "GET": Operation(streams.show, "read stream"),
        "PUT": Operation(streams.put, "write stream"),
    },
    PathKind.ACTION: {},
}
