"""The admin's pages for service clients."""

from typing import TYPE_CHECKING

from django.contrib import admin
from unfold.admin import ModelAdmin, TabularInline

from api.models import Client, ClientSecret

if TYPE_CHECKING:
    from django.http import HttpRequest


class ClientSecretInline(TabularInline):  # type: ignore[misc] # unfold ships no types
    """When each secret was made and when it ends; the secret itself is stored nowhere."""

    model = ClientSecret
    fields = ("created", "expires")
    readonly_fields = ("created",)
    extra = 0

    def has_add_permission(
        self, _request: "HttpRequest", _client: Client | None = None
    ) -> bool:
        """Secrets are issued by `manage.py create_client`, which shows them once."""
        return False


@admin.register(Client)
class ClientAdmin(ModelAdmin):  # type: ignore[misc] # unfold ships no types
    """Service clients."""

    list_display = ("id", "name", "role", "billing_account_id", "active", "created")
    list_filter = ("role", "active")
    search_fields = ("id", "name", "billing_account_id")
    readonly_fields = ("created",)
    inlines = (ClientSecretInline,)
