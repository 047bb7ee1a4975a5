"""The view of a service: finds out who calls, and leaves the rest to the dialogue."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, re_path
from rest_framework.authentication import BaseAuthentication
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from api.odata.http.dialogue import Dialogue
from api.odata.http.mount import Mount
from api.odata.payload.urls import MONITORS
from api.odata.problems import UnauthorizedError


class ODataNegotiation(BaseContentNegotiation):
    """Leaves the choice of a representation to the operations, which know what they offer."""

    def select_parser(self, request: Request, parsers: Any) -> None:  # noqa: ANN401  # as given
        """Return none: bodies are read by what knows their properties."""

    def select_renderer(
        self,
        request: Request,
        renderers: Any,  # noqa: ANN401  # as given
        format_suffix: str | None = None,
    ) -> tuple[None, str]:
        """Return none: answers are rendered where they are made."""
        del request, renderers, format_suffix
        return None, ""


class ODataView(APIView):
    """Everything below the root of a mounted service."""

    content_negotiation_class = ODataNegotiation
    schema = None
    mount: ClassVar[Mount | None] = None
    dialogue: Dialogue

    @property
    def default_response_headers(self) -> dict[str, str]:
        """None: which methods are allowed depends on the path."""
        return {}

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        """Begin with what even a refusal tells."""
        super().setup(request, *args, **kwargs)
        self.dialogue = Dialogue(self._mounted(), request)

    def get_authenticators(self) -> list[BaseAuthentication]:
        """Those of the service."""
        return [each() for each in self._mounted().hooks.authentication]

    def get_permissions(self) -> list[BasePermission]:
        """Those of the service."""
        return [each() for each in self._mounted().hooks.permissions]

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        """Understand the headers that shape every answer, then find out who asks."""
        self.dialogue.understand()
        super().initial(request, *args, **kwargs)

    def answer(self, request: Request, path: str, *, watch: bool = False) -> HttpResponseBase:
        """Answer any method on any path below the root."""
        return self.dialogue.answer(request.user, path, watch=watch)

    get = head = post = put = patch = delete = answer
    options = answer  # type: ignore[assignment]  # an answer need not be REST framework's

    def handle_exception(self, exc: Exception) -> HttpResponse:  # type: ignore[override]  # likewise
        """Tell every refusal as OData does."""
        response = self.dialogue.refuse(exc)
        if response.status_code == UnauthorizedError.status:
            challenge = self.get_authenticate_header(self.request)
            if challenge:
                response["WWW-Authenticate"] = challenge
        return response

    def finalize_response(  # type: ignore[override]  # likewise
        self, request: Request, response: HttpResponseBase, *args: object, **kwargs: object
    ) -> HttpResponseBase:
        """Add what every answer carries."""
        del request, args, kwargs
        return self.dialogue.complete(response)

    def _mounted(self) -> Mount:
        if self.mount is None:
            message = "a view is made by `patterns_of`, which gives it its service"
            raise TypeError(message)
        return self.mount


def patterns_of(mount: Mount) -> list[URLPattern]:
    """Return the addresses of a service, to be included where its root is."""
    view = ODataView.as_view(mount=mount)
    # Any character at all: a line break in a path is the service's to refuse, too.
    return [
        re_path(rf"^{MONITORS}(?P<path>(?s:.*))\Z", view, {"watch": True}),
        re_path(r"^(?P<path>(?s:.*))\Z", view),
    ]
