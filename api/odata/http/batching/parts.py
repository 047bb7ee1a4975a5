"""The requests of a batch as requests of Django, and Django's responses as those of a batch."""

from collections.abc import Callable, Iterable, Mapping
from io import BytesIO
from typing import Any, Final
from urllib.parse import unquote_to_bytes, urlsplit

from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from api.odata.batch.addresses import Address, ServiceRoot
from api.odata.batch.failures import failed
from api.odata.batch.model import BatchRequest, BatchResponse
from api.odata.errors import BadRequestError, ODataError
from api.odata.http.waiting import Patience

Send = Callable[[HttpRequest, str, bool], HttpResponseBase]
"""Answers a request, given its path below the root; alone, or in another's transaction."""

PART: Final = "odata.part"
"""Said of a request, in its META: it is part of a batch, which has this `Patience`."""

# Of the batch these are each request's too, unless it has its own (OData Part 1, 8.2).
_INHERITED = (
    *(
        "HTTP_ACCEPT_CHARSET",
        "HTTP_ACCEPT_LANGUAGE",
    ),
    *("HTTP_ODATA_VERSION", "HTTP_ODATA_MAXVERSION"),
)
# By these Django knows under which address its clients reach it, and who calls.
_OF_THE_CONNECTION = frozenset(
    {
        *("SCRIPT_NAME", "SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL", "HTTP_HOST"),
        *("REMOTE_ADDR", "REMOTE_HOST", "REMOTE_PORT", "HTTP_FORWARDED", "HTTP_X_REAL_IP"),
    }
)
_BEFORE_A_PROXY = ("HTTP_X_FORWARDED_", "wsgi.")
# OData forbids them (11.7.7.1); chunks, since a part's boundary says where it ends.
_FORBIDDEN = frozenset(
    {
        *("authorization", "proxy-authorization", "expect", "from", "max-forwards"),
        *("range", "te", "transfer-encoding"),
    }
)


class Parts:
    """Runs the requests of one batch: with its caller, at its service.

    `of_the_connection` are the headers by which a proxy tells whence the batch comes.
    """

    def __init__(
        self,
        outer: HttpRequest,
        root: str,
        send: Send,
        of_the_connection: Iterable[str] = (),
    ) -> None:
        self._send = send
        self._patience = Patience()
        self._service = ServiceRoot(root)
        self._root_path = urlsplit(root).path
        self._told_before = _OF_THE_CONNECTION.union(map(_key, of_the_connection))
        self._base = _environment(outer.META, self._told_before)
        self._authorization = outer.headers.get("Authorization")

    def answer(self, request: BatchRequest, *, alone: bool) -> BatchResponse:
        """Return the response to a request; `alone` means in no transaction but its own.

        Raises: OperationalError or InterfaceError, only where it is not alone.
        """
        try:
            self._check_headers(request)
            address = self._service.address(request.url, request.headers.get("host"))
            path = unquote_to_bytes(address.path.removeprefix(self._root_path))
            below = path.decode("utf-8", "replace")
            if below.strip("/").lower() == "$batch":
                message = "a batch cannot be part of a batch"
                raise BadRequestError(message, code="NestedBatch")
        except ODataError as error:
            return failed(error)
        return _told(self._send(self._made(request, address), below, alone))

    def _check_headers(self, request: BatchRequest) -> None:
        for name, value in request.headers.items():
            # OpenUI5 repeats in each request what it says of the caller in the batch.
            repeated = name == "authorization" and value == self._authorization
            if name in _FORBIDDEN and not repeated:
                message = f"a request of a batch may not have the header {name.title()}"
                raise BadRequestError(message, target=name.title())

    def _made(self, request: BatchRequest, address: Address) -> HttpRequest:
        environ = dict(self._base)
        for name, value in request.headers.items():
            key = _key(name)
            # Whence a request comes, the batch has told; as servers do, those are left out
            # whose underscores would pass for hyphens.
            if not ("_" in name or key in self._told_before or key.startswith(_BEFORE_A_PROXY)):
                environ[key] = value
        script = environ.get("SCRIPT_NAME", "")
        environ |= {
            "REQUEST_METHOD": request.method,
            "PATH_INFO": unquote_to_bytes(address.path.removeprefix(script)).decode("latin-1"),
            "RAW_URI": f"{address.path}?{address.query}" if address.query else address.path,
            "QUERY_STRING": address.query,
            "CONTENT_TYPE": request.headers.get("content-type", ""),
            "CONTENT_LENGTH": str(len(request.body)),
            "wsgi.input": BytesIO(request.body),
            PART: self._patience,
        }
        return WSGIRequest(environ)


def _key(header: str) -> str:
    return f"HTTP_{header.upper().replace('-', '_')}"


def _environment(outer: Mapping[str, Any], told_before: frozenset[str]) -> dict[str, Any]:
    """Return what all requests of a batch have from it."""
    kept = {
        name: value
        for name, value in outer.items()
        if name in told_before or name in _INHERITED or name.startswith(_BEFORE_A_PROXY)
    }
    accept = _inherited_accept(str(outer.get("HTTP_ACCEPT", "")))
    return kept | ({"HTTP_ACCEPT": accept} if accept else {})


def _inherited_accept(accept: str) -> str:
    """Return what the batch accepts but for multipart, which no single response is."""
    ranges = [each.strip() for each in accept.split(",")]
    return ", ".join(each for each in ranges if not each.lower().startswith("multipart/"))


def _told(response: HttpResponseBase) -> BatchResponse:
    return BatchResponse(response.status_code, tuple(response.items()), response.getvalue())
