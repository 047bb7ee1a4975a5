"""What a service may supply to the engine: who calls, what is done once, what refusals mean."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, Protocol
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import BasePermission

from api.odata.errors import ODataError
from api.odata.http.resource import Resource
from api.odata.offer import Parameter

Act = Callable[[], HttpResponse]
Refuse = Callable[[Exception], HttpResponse]


class Once(Protocol):
    """A command that the client has named, so that it is done once."""

    @property
    def new_id(self) -> UUID:
        """The id of what the command creates, each time the same."""

    def answer(self, request: HttpRequest, act: Act, refuse: Refuse) -> HttpResponse:
        """Return the answer of `act`, or the one that the same request had before."""


class Monitors(Protocol):
    """What clients began and may watch; each client its own."""

    def admit(self, caller: object) -> None:
        """Let the caller have one more. Raises: ODataError where it has too many."""

    def begin(self, caller: object, path: str) -> str:
        """Remember what is watched, by its path below the root; return the monitor's name."""

    def find(self, caller: object, name: str) -> str | None:
        """Return the path of what is watched, or None where the caller has no such monitor."""

    def end(self, caller: object, name: str) -> None:
        """Forget a monitor."""


class Hooks:
    """A service without authentication, to be refined."""

    authentication: ClassVar[Sequence[type[BaseAuthentication]]] = ()
    monitors: ClassVar[Monitors | None] = None
    """Without them all is answered when it is done."""
    permissions: ClassVar[Sequence[type[BasePermission]]] = ()
    correlation_header: ClassVar[str] = "Client-Request-Id"
    """The header in which an answer tells the correlation id."""
    headers: ClassVar[tuple[Parameter, ...]] = ()
    """The headers that a request may carry and that are not OData's or HTTP's."""

    def new_correlation_id(self) -> str:
        """Return the correlation id of a request that names none."""
        return str(uuid4())

    def correlation_id(self, request: HttpRequest) -> str:
        """Return the correlation id of a request. Raises: ODataError for a malformed one."""
        return request.headers.get(self.correlation_header) or self.new_correlation_id()

    def connection_headers(self) -> Sequence[str]:
        """Return the headers that a proxy in front tells of the connection.

        The requests of a batch have the batch's, and cannot bring their own.
        """
        return ()

    def once(self, request: HttpRequest, caller: object) -> Once | None:
        """Return the name that a command has, if any. Raises: ODataError if malformed."""
        del request, caller
        return None

    def security(self, resource: Resource, operation: str) -> "Sequence[Mapping[str, Any]]":
        """Return what OpenAPI says that an operation needs; by default, nothing."""
        del resource, operation
        return ()

    def complete(self, request: HttpRequest, response: HttpResponseBase) -> None:
        """Add to an answer what it carries however the request ended."""

    def refusal(self, error: Exception, renames: Mapping[str, str]) -> ODataError | None:
        """Return what an exception of the service's own tells a client; None for any other.

        `renames` are the codes that the entity set has for problems with a property.
        """
        del error, renames
        return None
