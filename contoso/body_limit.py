"""Refuses bodies that are too large before anything reads them."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse


class BodyLimit:
    """Django's own limit does not bind REST framework, which reads the stream itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 413 from the length alone."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > settings.MAX_BODY_BYTES:
            message = f"A request body may have {settings.MAX_BODY_BYTES} bytes at most."
            return JsonResponse(
                {"error": {"code": "RequestTooLarge", "message": message}},
                status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            )
        return self._get_response(request)
