"""What a page of the console may load and where it may send (W3C, Content Security Policy 3).

Scripts come from files of our own alone, and nothing goes to or comes from another host. What
remains is owed to unfold: Alpine and htmx compile what attributes say ('unsafe-eval'), and
colours and widths stand in style attributes and one style element ('unsafe-inline').
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from contoso.console.place import in_console

RULES = {
    "default-src": "'none'",
    "script-src": "'self' 'unsafe-eval'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
POLICY = "; ".join(f"{what} {whence}" for what, whence in RULES.items())


class ContentSecurity:
    """Puts the policy on all that is answered below /admin/."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as ever, with the policy."""
        response = self._get_response(request)
        if in_console(request):
            response["Content-Security-Policy"] = POLICY
        return response
