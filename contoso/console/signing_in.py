"""What an operator is told who has typed too many wrong passwords."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


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
