"""What happens where nobody is signed in: too many wrong passwords, sessions that end."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse


def locked_out(
    request: HttpRequest, _answer: HttpResponse | None, _credentials: dict[str, Any] | None
) -> HttpResponse:
    """Answer 429 with how long to wait; called by axes."""
    context = {
        **admin.site.each_context(request),
        "title": "Too many wrong passwords",
        "minutes": int(settings.AXES_COOLOFF_TIME.total_seconds()) // 60,
    }
    answer = render(request, "admin/console/locked_out.html", context, status=429)
    answer["Retry-After"] = str(int(settings.AXES_COOLOFF_TIME.total_seconds()))
    return answer


class EndOfSession:
    """Django middleware that has a page which refreshes itself ask for a password.

    Once its session is over, its requests are led to the sign-in page, which has nothing to
    put in place of the numbers. This header makes htmx load the whole page anew.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        response = self._get_response(request)
        if "HX-Request" in request.headers and request.path == reverse("admin:login"):
            response["HX-Refresh"] = "true"
        return response
