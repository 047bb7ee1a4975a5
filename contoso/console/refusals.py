"""What the console says where it shows nothing: no such page, or not for this operator."""

from http import HTTPStatus

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import defaults

from contoso.console.place import in_console

_NOT_FOUND = (
    "There is no such page. What it showed may be gone by now: a message that was delivered, "
    "a dead letter that was replayed."
)
_NOT_PERMITTED = "Your groups do not permit this. A security officer can change them."


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404: in the console with its menu, elsewhere as Django does."""
    if not in_console(request):
        return defaults.page_not_found(request, exception)
    return _refuse(request, HTTPStatus.NOT_FOUND, _NOT_FOUND)


def not_permitted(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403: in the console with its menu and, where it is told, the reason."""
    if not in_console(request):
        return defaults.permission_denied(request, exception)
    return _refuse(request, HTTPStatus.FORBIDDEN, str(exception) or _NOT_PERMITTED)


def _refuse(request: HttpRequest, status: HTTPStatus, why: str) -> HttpResponse:
    context = {**admin.site.each_context(request), "title": status.phrase, "why": why}
    return render(request, "admin/console/refusal.html", context, status=status)
