"""Where the console is among all addresses."""

from django.http import HttpRequest


def in_console(request: HttpRequest) -> bool:
    """Whether the request is for a page of the console."""
    return request.path_info.startswith("/admin/")
