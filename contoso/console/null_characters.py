"""Refuses addresses of the console that name what no row can be: the database has no NUL."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest

from contoso.console.place import in_console


class NoNullCharacters:
    """Forms check for themselves what is typed into them; filters of lists do not."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 400 where path or query have a null character."""
        has_null = "\0" in request.path or "%00" in request.META.get("QUERY_STRING", "")
        if has_null and in_console(request):
            return HttpResponseBadRequest("This address has a null character.")
        return self._get_response(request)
