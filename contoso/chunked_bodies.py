"""Bodies sent with Transfer-Encoding: chunked (RFC 9112, section 7.1), made readable.

Django takes a request without Content-Length for one without a body, and drops it
silently (ticket 35838). Bodies are small here, so they are read whole first.
"""

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication


class ChunkedBodies:
    """WSGI middleware that gives a chunked body its length.

    Of a body above `limit` bytes one byte more than allowed is kept: enough for the limit
    to be seen and refused further in.
    """

    def __init__(self, application: "WSGIApplication", *, limit: int) -> None:
        self._application = application
        self._limit = limit

    def __call__(
        self, environ: dict[str, Any], start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Pass the request on, with a length where it had none."""
        encoding = environ.get("HTTP_TRANSFER_ENCODING", "").strip().lower()
        if encoding == "chunked" and not environ.get("CONTENT_LENGTH"):
            body = environ["wsgi.input"].read(self._limit + 1)
            environ["wsgi.input"] = io.BytesIO(body)
            environ["CONTENT_LENGTH"] = str(len(body))
        return self._application(environ, start_response)
