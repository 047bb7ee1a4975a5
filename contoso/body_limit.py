"""Refuses bodies that are too large before anything reads them."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from api.odata.errors import PayloadTooLargeError
from api.odata.headers.versions import ODataVersion
from api.odata.http.refusals import error_response


class BodyLimit:
    """Django's own limit does not bind REST framework, which reads the stream itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 413 from the length alone."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > settings.MAX_BODY_BYTES:
            message = f"A request body may have {settings.MAX_BODY_BYTES} bytes at most."
            response = error_response(PayloadTooLargeError(message))
            response["OData-Version"] = ODataVersion.V4_0.value
            return response
        return self._get_response(request)
