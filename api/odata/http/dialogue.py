"""One request and its answer, once it is known who calls: a view's, or a part of a batch."""

from collections.abc import Mapping

from django.db import InterfaceError, OperationalError
from django.db.transaction import atomic
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from api.odata.errors import ODataError
from api.odata.headers.versions import ODataVersion, request_version, response_version
from api.odata.http import monitor, root
from api.odata.http.answers import R
from api.odata.http.arrival import (
    exchange_of,
    name_route,
    named_by,
    named_by_id,
    urls_of,
)
from api.odata.http.batching.door import answer_batch
from api.odata.http.batching.parts import Send
from api.odata.http.exchange import Exchange
from api.odata.http.locating import located
from api.odata.http.mount import Mount
from api.odata.http.operations import Operation, Run, operation
from api.odata.http.query_bodies import as_get
from api.odata.http.refusals import as_odata, error_response, renamed
from api.odata.http.resource import Resource
from api.odata.payload.urls import MONITORS
from api.odata.problems import PreconditionFailedError
from api.odata.resource_path import SystemResource

SAFE = frozenset({"GET", "HEAD"})
ISOLATION = ("Isolation", "OData-Isolation")
VARY = "OData-MaxVersion, Accept, Prefer, Authorization"


class Dialogue:
    """Answers one request to a mounted service.

    `understand` comes first; `refuse` tells any exception, and `complete` adds what every
    answer carries, however far the request came.
    """

    def __init__(
        self, mount: Mount, request: HttpRequest, correlation_id: str | None = None
    ) -> None:
        self._mount = mount
        self._request = request
        self._renames: Mapping[str, str] = {}
        self.version = ODataVersion.V4_0
        self.correlation_id = correlation_id or mount.hooks.new_correlation_id()

    def understand(self) -> None:
        """Read the headers that shape every answer. Raises: ODataError for malformed ones."""
        headers = self._request.headers
        self.correlation_id = self._mount.hooks.correlation_id(self._request)
        self.version = response_version(headers.get("OData-MaxVersion"))
        request_version(headers.get("OData-Version"))
        for name in ISOLATION:
            if name in headers:
                message = "no isolation is offered that spans several answers"
                raise PreconditionFailedError(message, code="IsolationNotOffered", target=name)

    def answer(self, caller: object, path: str, *, watch: bool = False) -> HttpResponseBase:
        """Answer any method on any path below the root; raises what `refuse` tells."""
        mount = self._mount
        self._request, path = as_get(self._request, path)
        request = self._request
        urls = urls_of(request, path)
        watched = monitor.Watch(mount, caller, path) if watch else None
        found = watched.target() if watched else named_by(request, path, mount.model)
        if found is SystemResource.BATCH:
            name_route(request, found, mount)
            return answer_batch(request, urls.root, self._part(caller), mount)
        query = None
        if found is SystemResource.ENTITY:
            found, query = named_by_id(request, urls, mount.model)
        if isinstance(found, SystemResource):
            return root.answer(found, request, urls, self.version, mount)
        name_route(request, found, mount)
        once = None if request.method in SAFE else mount.hooks.once(request, caller)
        exchange = exchange_of(
            mount,
            request,
            caller,
            found,
            urls,
            correlation_id=self.correlation_id,
            version=self.version,
            once=once,
        )
        exchange.query = query
        exchange.path = located(exchange)
        resource = mount.resource_of(exchange.path)
        self._renames = resource.renames
        if watched:
            chosen = Operation(watched.answer, watched.role(request, resource))
        else:
            chosen = operation(found, request.method or "", resource)
        resource.authorize(caller, chosen.role)

        if once is None:
            return _cacheable(self._run(chosen.run, resource, exchange), resource)

        def act() -> HttpResponse:
            response = self._run(chosen.run, resource, exchange)
            if not isinstance(response, HttpResponse):
                # What is repeated must be kept; only reading gives a stream.
                raise TypeError(response)
            return _cacheable(response, resource)

        return once.answer(request, act, self.refuse)

    def refuse(self, error: Exception) -> HttpResponse:
        """Tell any exception as OData does."""
        return error_response(self._told(error))

    def _run(self, run: Run, resource: Resource, exchange: Exchange) -> HttpResponseBase:
        return run(resource, exchange)

    def complete(self, response: R) -> R:
        """Add what every answer carries."""
        response["OData-Version"] = self.version.value
        response[self._mount.hooks.correlation_header] = self.correlation_id
        response["Vary"] = VARY
        self._mount.hooks.complete(self._request, response)
        return response

    def _part(self, caller: object) -> Send:
        """Return what answers a request of a batch, for the same caller."""
        name = f"HTTP_{self._mount.hooks.correlation_header.upper().replace('-', '_')}"

        def send(request: HttpRequest, path: str, alone: bool) -> HttpResponseBase:  # noqa: FBT001  # a type of it is given
            # A batch is known under one name, and so are its parts but those with their own.
            request.META.setdefault(name, self.correlation_id)
            kind = Dialogue if alone else Part
            dialogue = kind(self._mount, request, self.correlation_id)
            watch = path.startswith(MONITORS)
            response: HttpResponseBase
            try:
                dialogue.understand()
                below = path.removeprefix(MONITORS)
                response = dialogue.answer(caller, below, watch=watch)
            except Exception as error:  # noqa: BLE001  # whatever it is, `refuse` tells it
                response = dialogue.refuse(error)
            complete = dialogue.complete(response)
            if dialogue.version is self.version:
                # It is inherited; some clients count this header.
                del complete["OData-Version"]
            return complete

        return send

    def _told(self, error: Exception) -> ODataError:
        own = self._mount.hooks.refusal(error, self._renames)
        return own or renamed(as_odata(error), self._renames)


class Part(Dialogue):
    """A dialogue within a transaction that it shares with others: a refusal undoes itself."""

    def refuse(self, error: Exception) -> HttpResponse:
        """Tell any exception but those after which the transaction cannot go on."""
        if isinstance(error, OperationalError | InterfaceError):
            raise error
        return super().refuse(error)

    def _run(self, run: Run, resource: Resource, exchange: Exchange) -> HttpResponseBase:
        if resource.undoes_itself:
            return run(resource, exchange)
        with atomic():
            return run(resource, exchange)


def _cacheable(response: R, resource: Resource) -> R:
    """Keep secrets out of every cache, and everything else out of shared ones."""
    response["Cache-Control"] = "no-store" if resource.secret else "private, no-cache"
    return response
