"""The admin's pages for service clients: their secrets are shown once, when they are made."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.template.response import TemplateResponse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.debug import sensitive_variables
from unfold.admin import ModelAdmin, TabularInline

from api.client_secrets import issue_secret, rotate_secret
from api.models import Client, ClientSecret
from tokens.admin.audited import Audited
from tokens.admin.commands import note
from tokens.admin.links import account_address, link

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.utils.safestring import SafeString


class ClientSecretInline(TabularInline):  # type: ignore[misc] # unfold ships no types
    """When each secret was made and when it ends; the secret itself is stored nowhere."""

    model = ClientSecret
    fields = ("created", "expires")
    readonly_fields = ("created",)
    extra = 0

    def has_add_permission(
        self, _request: "HttpRequest", _client: Client | None = None
    ) -> bool:
        """Secrets are issued with a client, or by the action that rotates them."""
        return False


@admin.register(Client)
class ClientAdmin(Audited, ModelAdmin):  # type: ignore[misc] # unfold ships no types
    """Service clients."""

    list_display = ("id", "name", "role", "account", "active", "created")
    list_filter = ("role", "active")
    search_fields = ("id", "name", "billing_account_id")
    readonly_fields = ("created",)
    inlines = (ClientSecretInline,)
    actions = ("rotate",)

    @admin.display(description="billing account", ordering="billing_account_id")
    def account(self, client: Client) -> "SafeString | str":
        """Return a link to whose orders it sees; '' for clients of nobody."""
        account = client.billing_account_id
        return link(account_address(account), account) if account else ""

    def response_add(
        self,
        request: "HttpRequest",
        obj: Client,
        post_url_continue: str | None = None,
    ) -> "HttpResponse":
        """Give a new client its first secret, and show it."""
        del post_url_continue
        return self._shown(request, obj, issue_secret(obj))

    @admin.action(
        description="Rotate: a new secret; the older ones end in a day", permissions=["change"]
    )
    def rotate(
        self, request: "HttpRequest", clients: "QuerySet[Client]"
    ) -> "HttpResponse | None":
        """Issue a new secret to one client, and show it."""
        if len(clients) != 1:
            self.message_user(
                request, "Select one client: its secret is shown.", messages.ERROR
            )
            return None
        (client,) = clients
        secret, older = rotate_secret(client)
        note(request, "RotateSecret", f"client-{client.pk}")
        return self._shown(request, client, secret, older)

    @sensitive_variables("secret")
    def _shown(
        self, request: "HttpRequest", client: Client, secret: str, older: datetime | None = None
    ) -> "HttpResponse":
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),
            "title": f"The secret of {client}",
            "client": client,
            "secret": secret,
            "older": older,
        }
        response = TemplateResponse(request, "admin/api/secret.html", context)
        add_never_cache_headers(response)
        return response
