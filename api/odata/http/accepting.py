"""Creating what takes time: an answer of 202 where the client prefers that (Part 1, 11.6)."""

import time
from dataclasses import replace
from typing import Final

from django.db import connection
from django.http import HttpResponse

from api.odata.http import answers
from api.odata.http.batching.parts import PART
from api.odata.http.exchange import Exchange
from api.odata.http.resource import Resource
from api.odata.http.waiting import place_to_wait
from api.odata.payload.item import Item
from api.odata.resource_path import PathKind, ResourcePath

LONGEST_WAIT: Final = 10
"""Seconds for which an answer is held back at most, however long the client would wait."""
_LOOK_EVERY: Final = 0.05
_RETRY_AFTER = "2"
"""Seconds after which to ask again for what is under way."""


def admit(resource: Resource, exchange: Exchange) -> None:
    """Let the caller have what it creates watched, before anything is done.

    Raises: ODataError where it watches too much already.
    """
    monitors = exchange.mount.hooks.monitors
    takes_time = type(resource).is_running is not Resource.is_running
    if monitors is not None and takes_time and exchange.preferences.respond_async:
        monitors.admit(exchange.caller)


def awaited(resource: Resource, exchange: Exchange, item: Item) -> Item:
    """Return the entity as it is when it is done, or when the client has waited long enough.

    Only with `respond-async, wait=…`; and not within a transaction, since what it would wait
    for begins when that is committed, nor in a batch, nor where too many wait already.
    """
    seconds = min(exchange.preferences.wait or 0, LONGEST_WAIT)
    if not seconds or not _is_later(resource, exchange, item):
        return item
    if connection.in_atomic_block or PART in exchange.request.META:
        return item
    with place_to_wait() as found:
        return _done(resource, exchange, item, seconds) if found else item


def _done(resource: Resource, exchange: Exchange, item: Item, seconds: int) -> Item:
    exchange.applies("wait")
    deadline = time.monotonic() + seconds
    key = {name: item.row[name] for name in resource.entity_set.type.key}
    path = ResourcePath(PathKind.ENTITY, resource.entity_set, key)
    looking = replace(exchange, path=path)
    while resource.is_running(item.row) and time.monotonic() < deadline:
        time.sleep(_LOOK_EVERY)
        item = resource.find(looking)
    return item


def accepted(resource: Resource, exchange: Exchange, item: Item) -> HttpResponse | None:
    """Return 202 with a monitor for what is under way, where the client prefers that."""
    monitors = exchange.mount.hooks.monitors
    if monitors is None or not _is_later(resource, exchange, item):
        return None
    exchange.applies("respond-async")
    path = exchange.urls.entity_path(resource.entity_set, item.row)
    url = f"{exchange.urls.monitors}{monitors.begin(exchange.caller, path)}"
    return answers.tagged(under_way(url), None, exchange)


def under_way(monitor_url: str) -> HttpResponse:
    """202: it is under way, and there it can be watched."""
    response = answers.empty(202)
    response["Location"] = monitor_url
    response["Retry-After"] = _RETRY_AFTER
    return response


def _is_later(resource: Resource, exchange: Exchange, item: Item) -> bool:
    return exchange.preferences.respond_async and resource.is_running(item.row)
