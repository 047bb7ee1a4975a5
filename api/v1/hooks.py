"""What the service of tokens supplies to the engine: callers, repetitions, refusals."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from api.authentication import BasicClientAuthentication, BearerAuthentication
from api.correlation import HEADER, client_request_id
from api.errors import refusal
from api.idempotency import CommandKey, command_key
from api.monitors import StoredMonitors
from api.odata.errors import ODataError
from api.odata.http.hooks import Hooks
from api.odata.http.resource import Resource
from api.odata.offer import Parameter
from api.permissions import IsClient
from api.repeatability import FIRST_SENT, KEY, REQUEST_ID, tell_result
from api.v1.commands import principal
from api.v1.positions import HEADER as POSITION
from api.v1.resources.scoped_resource import ScopedResource


class TokenHooks(Hooks):
    """Service clients by secret or token; commands with a key are done once."""

    authentication = (BasicClientAuthentication, BearerAuthentication)
    permissions = (IsClient,)
    monitors = StoredMonitors()
    correlation_header = HEADER
    headers = (
        Parameter(
            HEADER,
            "Your name for the request: it is echoed, and it is in our logs.",
            answered=True,
        ),
        Parameter(
            KEY, "Your name for a command: sent again, it is carried out once.", reading=False
        ),
        Parameter(REQUEST_ID, "The same as OASIS has it, with the next.", reading=False),
        Parameter(FIRST_SENT, "When the command so named was first sent.", reading=False),
        Parameter(
            POSITION,
            "What a write answered with: a read that sends it waits until it is shown.",
            writing=False,
            answered=True,
        ),
    )

    def correlation_id(self, request: HttpRequest) -> str:
        """Return the client's own id, where it gives one."""
        return client_request_id(request)

    def connection_headers(self) -> Sequence[str]:
        """Return the header in which the proxy tells the caller's address."""
        header: str = settings.CLIENT_ADDRESS_HEADER
        return (header,) if header else ()

    def once(self, request: HttpRequest, caller: object) -> CommandKey | None:
        """Return the client's name for the command, where it gives one."""
        return command_key(request, principal(caller).client_id)

    def security(self, resource: Resource, operation: str) -> Sequence[Mapping[str, Any]]:
        """Return that either the secret is needed, or a token with the operation's scope."""
        if not isinstance(resource, ScopedResource):
            raise TypeError(resource)
        return ({"basic": []}, {"oauth2": [resource.scopes[operation].value]})

    def complete(self, request: HttpRequest, response: HttpResponseBase) -> None:
        """Tell of a repeatable request that it was accepted as one."""
        tell_result(request, response)

    def refusal(self, error: Exception, renames: Mapping[str, str]) -> ODataError | None:
        """Return what the domain's refusals tell."""
        return refusal(error, renames)
