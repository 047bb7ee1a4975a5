"""What the console and the token endpoint answer while the database cannot be used.

Neither can ask who the caller is then. The API answers for itself.
"""

import logging
from collections.abc import Callable
from http import HTTPStatus

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from api.odata.http.refusals import was_cancelled
from contoso.console.place import in_console

RETRY_SECONDS = "5"
_AWAY = (
    "The database cannot be reached just now.",
    "What you have sent may have been done or not: look at the audit once this is over.",
)
_TOO_LONG = (
    "This took too long and was given up.",
    "Nothing was done. Ask for less: a shorter time, a narrower search.",
)

log = logging.getLogger(__name__)


class DatabaseAway:
    """Django middleware that answers 503 where a view could not use the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self._get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        """Answer for a view; other exceptions stay what they are."""
        if not isinstance(exception, OperationalError | InterfaceError):
            return None
        log.error("the database could not be used for %s", request.path, exc_info=exception)
        answer = _answer(request, _TOO_LONG if was_cancelled(exception) else _AWAY)
        answer["Retry-After"] = RETRY_SECONDS
        return answer


def _answer(request: HttpRequest, words: tuple[str, str]) -> HttpResponse:
    status = HTTPStatus.SERVICE_UNAVAILABLE
    if not in_console(request):
        return JsonResponse({"error": "temporarily_unavailable"}, status=status)
    what, then = words
    context = {"title": status.phrase, "what": what, "then": then, "path": request.path}
    return render(request, "admin/console/database_away.html", context, status=status)
