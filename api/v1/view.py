"""The view of the service: everything below its root, found by OData's rules for paths."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.views import APIView

from api.correlation import HEADER, client_request_id
from api.errors import as_odata, error_response
from api.idempotency import answer_once, command_key
from api.odata.headers.versions import ODataVersion, request_version, response_version
from api.odata.resource_path import ResourcePath, SystemResource
from api.principal import Principal
from api.problems import ForbiddenError, UnauthorizedError
from api.v1 import monitor, root
from api.v1.arrival import exchange_of, name_route, named_by, urls_of
from api.v1.operations import Operation, operation
from api.v1.resources.resource import Resource
from api.v1.resources.table import resource_of

SAFE = frozenset({"GET", "HEAD"})
VARY = "OData-MaxVersion, Accept, Prefer, Authorization"


class ODataNegotiation(BaseContentNegotiation):
    """Leaves the choice of a representation to the operations, which know what they offer."""

    def select_parser(self, request: Request, parsers: Any) -> None:  # noqa: ANN401  # as given
        """Return none: bodies are read by what knows their properties."""

    def select_renderer(
        self,
        request: Request,
        renderers: Any,  # noqa: ANN401  # as given
        format_suffix: str | None = None,
    ) -> tuple[None, str]:
        """Return none: answers are rendered where they are made."""
        del request, renderers, format_suffix
        return None, ""


class ODataView(APIView):
    """Finds out who asks for what, and has the resource answer."""

    content_negotiation_class = ODataNegotiation
    schema = None
    correlation_id: str
    version: ODataVersion
    renames: Mapping[str, str]

    @property
    def default_response_headers(self) -> dict[str, str]:
        """None: which methods are allowed depends on the path."""
        return {}

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        """Begin with what even a refusal tells."""
        super().setup(request, *args, **kwargs)
        self.correlation_id = str(uuid4())
        self.version = ODataVersion.V4_0
        self.renames = {}

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        """Understand the headers that shape every answer, then find out who asks."""
        self.correlation_id = client_request_id(request)
        self.version = response_version(request.headers.get("OData-MaxVersion"))
        request_version(request.headers.get("OData-Version"))
        super().initial(request, *args, **kwargs)

    def answer(self, request: Request, path: str, *, watch: bool = False) -> HttpResponse:
        """Answer any method on any path below the root."""
        sent = request._request  # noqa: SLF001  # what Django knows is all that is needed
        urls = urls_of(sent, path)
        found = named_by(sent, path)
        if isinstance(found, SystemResource):
            return root.answer(found, sent, urls, self.version)
        resource = resource_of(found)
        self.renames = resource.renames
        name_route(sent, found)
        caller = _caller(request)
        chosen = _allowed(found, sent.method or "", resource, caller)
        key = None if sent.method in SAFE else command_key(sent, caller.client_id)
        exchange = exchange_of(
            sent,
            caller,
            found,
            urls,
            correlation_id=self.correlation_id,
            version=self.version,
            key=key,
        )

        def act() -> HttpResponse:
            run = monitor.answer if watch else chosen.run
            return _cacheable(run(resource, exchange), resource)

        return act() if key is None else answer_once(key, sent, act, self._refuse)

    get = head = post = put = patch = delete = answer
    options = answer  # type: ignore[assignment]  # an answer need not be REST framework's

    def handle_exception(self, exc: Exception) -> HttpResponse:  # type: ignore[override]  # likewise
        """Tell every refusal as OData does."""
        response = self._refuse(exc)
        if response.status_code == UnauthorizedError.status:
            response["WWW-Authenticate"] = self.get_authenticate_header(self.request)
        return response

    def finalize_response(  # type: ignore[override]  # likewise
        self, request: Request, response: HttpResponse, *args: object, **kwargs: object
    ) -> HttpResponse:
        """Add what every answer carries."""
        del request, args, kwargs
        response["OData-Version"] = self.version.value
        response[HEADER] = self.correlation_id
        response["Vary"] = VARY
        return response

    def _refuse(self, error: Exception) -> HttpResponse:
        return error_response(as_odata(error, self.renames))


def _caller(request: Request) -> Principal:
    caller: object = request.user
    if not isinstance(caller, Principal):
        raise TypeError(caller)
    return caller


def _allowed(
    found: ResourcePath, method: str, resource: Resource, caller: Principal
) -> Operation:
    chosen = operation(found, method, resource)
    if caller.role not in resource.roles[chosen.role]:
        message = f"A client with the role {caller.role.value} may not do this."
        raise ForbiddenError(message)
    return chosen


def _cacheable(response: HttpResponse, resource: Resource) -> HttpResponse:
    """Keep codes out of every cache, and everything else out of shared ones."""
    response["Cache-Control"] = "no-store" if resource.secret else "private, no-cache"
    return response
