"""Single tokens: found, followed through their lives, and acted on."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from projections.admin.token_deeds import DEEDS, TokenDeedForm
from projections.admin.token_page import token_context
from projections.admin.token_search import Found, SearchForm, find_tokens
from projections.models import Token
from projections.projectors.tokens import TOKENS
from projections.wait import wait_until
from tokens.admin.commands import require, send
from tokens.admin.read_only import ReadOnlyAdmin
from tokens.admin.trace import CodeForm
from tokens.bootstrap import application
from tokens.domain.errors import NotFoundError
from tokens.domain.token.identifier import InvalidTokenIdError, TokenId

if TYPE_CHECKING:
    from django.urls import URLPattern


HEADERS = (
    *("Token", "State", "Version", "Catalog item", "Order or print job", "Partner"),
    "Redeemed by",
)


@admin.register(Token)
class TokenAdmin(ReadOnlyAdmin):
    """All tokens, by their identifiers; those in lots have pages as those drawn have."""

    def get_urls(self) -> "list[URLPattern]":
        """Add the page of each deed."""
        do = self.admin_site.admin_view(self.do)
        return [
            path("<str:key>/do/<slug:deed>/", do, name="projections_token_do"),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, _extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """Find tokens."""
        self._require_view(request)
        form = SearchForm(request.GET)
        found = find_tokens(form, request) if form.is_valid() else Found([])
        context = {
            "title": "Single tokens",
            "form": form,
            "code": CodeForm(),
            "found": found,
            "headers": HEADERS,
        }
        return self._page(request, "tokens", context, 200 if form.is_valid() else 400)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        _form_url: str = "",
        _extra_context: dict[str, object] | None = None,
    ) -> HttpResponse:
        """Show a token by its identifier."""
        self._require_view(request)
        try:
            context = token_context(_token_id(object_id), request)
        except NotFoundError as error:
            raise Http404(str(error)) from error
        return self._page(request, "token", context)

    def do(self, request: HttpRequest, key: str, deed: str) -> HttpResponse:
        """Tell what a deed will do, and do it once it is confirmed."""
        require(request, "send_tokens")
        chosen = next((known for known in DEEDS if known.name == deed), None)
        token = application().lookup.token(_token_id(key))
        if chosen is None or token is None:
            raise Http404
        back = reverse("admin:projections_token_change", args=[key])
        form = TokenDeedForm(chosen, token, request.POST or None)
        if request.method == "POST" and form.is_valid():
            command = chosen.command(token, form.cleaned_data)
            unchanged = f"Nothing has changed: the token is {token.state} already."
            outcome = send(request, command, chosen.done, unchanged=unchanged)
            if outcome is not None and outcome.position is not None:
                # So that the page shows it done.
                wait_until([TOKENS.name], outcome.position, settings.POSITION_WAIT_SECONDS)
            return redirect(back)
        obstacle = chosen.obstacle(token)
        context = {
            "title": chosen.title,
            "deed": chosen,
            "key": key,
            "obstacle": obstacle,
            "effects": () if obstacle else chosen.effects(token),
            "form": form,
            "back": back,
        }
        return self._page(request, "deed", context, 400 if form.is_bound else 200)

    def _require_view(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied

    def _page(
        self, request: HttpRequest, name: str, context: dict[str, Any], status: int = 200
    ) -> TemplateResponse:
        shared = {**self.admin_site.each_context(request), "opts": self.opts}
        template = f"admin/projections/{name}.html"
        return TemplateResponse(request, template, {**shared, **context}, status=status)


def _token_id(text: str) -> TokenId:
    try:
        return TokenId.parse(text)
    except InvalidTokenIdError as error:
        message = "This is not the identifier of a token."
        raise Http404(message) from error
