"""Status monitors: where a client that preferred `respond-async` looks (Part 1, 11.6)."""

from django.db.transaction import atomic
from django.http import HttpRequest, HttpResponse

from api.odata.batch.http_message import render_response
from api.odata.batch.model import BatchResponse
from api.odata.errors import MethodNotAllowedError, NotFoundError
from api.odata.headers.media_types import parse_accept
from api.odata.headers.negotiation import JsonFormat, negotiate_json
from api.odata.http import answers
from api.odata.http.accepting import under_way
from api.odata.http.exchange import Exchange
from api.odata.http.mount import Mount
from api.odata.http.resource import Resource
from api.odata.payload.rendering import Renderer
from api.odata.resource_path import ResourcePath, SystemResource, resolve

MESSAGE = "application/http"
_READING = ("GET", "HEAD")


class Watch:
    """One look at a monitor, whose name is the last segment of its URL."""

    def __init__(self, mount: Mount, caller: object, name: str) -> None:
        self._mount = mount
        self._caller = caller
        self._name = name

    def target(self) -> ResourcePath:
        """Return what is watched. Raises: NotFoundError, also for the monitor of another."""
        monitors = self._mount.hooks.monitors
        path = None if monitors is None else monitors.find(self._caller, self._name)
        found = None if path is None else resolve(path, self._mount.model)
        if found is None or isinstance(found, SystemResource):
            message = "There is no such monitor; they are kept for some days."
            raise NotFoundError(message)
        return found

    def role(self, request: HttpRequest, resource: Resource) -> str:
        """Return the operation that a method is. Raises: MethodNotAllowedError."""
        if request.method in _READING:
            return "read"
        if request.method == "DELETE" and resource.can_cancel:
            return "delete"
        allowed = [*_READING, *(["DELETE"] if resource.can_cancel else [])]
        raise MethodNotAllowedError(request.method or "", allowed)

    def answer(self, resource: Resource, exchange: Exchange) -> HttpResponse:
        """202 while it is under way; then what creating would have answered."""
        if exchange.request.method == "DELETE":
            return self._cancel(resource, exchange)
        options = exchange.options(resource.shown.type)
        form = _form(exchange, options.format)
        renderer = Renderer(exchange.mount.model, exchange.urls, exchange.version, form)
        item = resource.find(exchange)
        if resource.is_running(item.row):
            return under_way(f"{exchange.urls.monitors}{self._name}")
        response = answers.shown(resource, exchange, renderer, options, item)
        response["Location"] = exchange.urls.entity(resource.entity_set, item.row)
        if _wants_message(exchange.request):
            return _wrapped(response, exchange)
        response["AsyncResult"] = "201"
        return response

    def _cancel(self, resource: Resource, exchange: Exchange) -> HttpResponse:
        exchange.options(resource.shown.type, frozenset())
        monitors = self._mount.hooks.monitors
        with atomic():
            resource.cancel(exchange)
            if monitors is not None:
                monitors.end(self._caller, self._name)
        return answers.tagged(answers.empty(204), None, exchange)


def _form(exchange: Exchange, format_option: str | None) -> JsonFormat:
    accept = exchange.request.headers.get("Accept")
    ranges = [each.strip() for each in (accept or "").split(",")]
    # Of the message within, the rest of what is accepted tells.
    others = [each for each in ranges if not each.lower().startswith(MESSAGE)]
    return negotiate_json(", ".join(others) or None, format_option)


def _wants_message(request: HttpRequest) -> bool:
    """Tell whether the result is to be a whole HTTP response, as 4.0 had it."""
    accept = request.headers.get("Accept")
    if accept is None:
        version = request.headers.get("OData-MaxVersion")
        return version is not None and version.strip() == "4.0"
    return any(each.type == MESSAGE for each in parse_accept(accept))


def _wrapped(response: HttpResponse, exchange: Exchange) -> HttpResponse:
    inner = dict(response.items()) | {"OData-Version": exchange.version.value}
    message = render_response(BatchResponse(201, tuple(inner.items()), response.content))
    wrapped = HttpResponse(message, content_type=MESSAGE)
    wrapped["AsyncResult"] = "201"
    return wrapped
