"""How many requests, how they ended, how long they took."""

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from prometheus_client import Histogram

# By route, never by path: a path names a token, and each would become a series of its own.
REQUESTS = Histogram(
    "contoso_http_request_seconds",
    "Seconds from a request's arrival to its response",
    ("method", "route", "status"),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class RequestMetrics:
    """Django middleware that observes every request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on and take the time."""
        began = time.perf_counter()
        response = self._get_response(request)
        route = request.resolver_match.route if request.resolver_match else "none"
        method = request.method if request.method in _METHODS else "other"
        seconds = time.perf_counter() - began
        REQUESTS.labels(method, route, str(response.status_code)).observe(seconds)
        return response
