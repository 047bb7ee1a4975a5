"""Catalog items: what tokens are minted of."""

from typing import TYPE_CHECKING

from django.contrib import admin

from tokens.admin.audited import AuditedAdmin
from tokens.models import CatalogItem

if TYPE_CHECKING:
    from django.forms import ModelForm
    from django.http import HttpRequest


@admin.register(CatalogItem)
class CatalogItemAdmin(AuditedAdmin):
    """Created, described and deactivated; never deleted, since tokens refer to them."""

    list_display = ("id", "name", "active")
    list_filter = ("active",)
    search_fields = ("id", "name")
    fields = ("id", "name", "description", "active")

    def get_readonly_fields(
        self, _request: "HttpRequest", item: CatalogItem | None = None
    ) -> tuple[str, ...]:
        """Keep the id once it is given."""
        return ("id",) if item else ()

    def save_model(
        self,
        request: "HttpRequest",
        item: CatalogItem,
        form: "ModelForm[CatalogItem]",
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        """Count the version up, so that clients of the API notice the change."""
        if change:
            item.version += 1
        super().save_model(request, item, form, change)

    def has_delete_permission(
        self, _request: "HttpRequest", _item: CatalogItem | None = None
    ) -> bool:
        """Nobody deletes items; they are deactivated."""
        return False
