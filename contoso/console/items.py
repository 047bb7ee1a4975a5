"""Catalog items: what tokens are minted of, how many there are, and who changed what."""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.template.loader import render_to_string
from unfold.admin import ModelAdmin
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from contoso.console.item_page import item_page
from contoso.console.latest import list_address
from contoso.console.stock import LOW, items_with_stock, stock_of
from projections.admin.beginning import number_of
from tokens.adapters.postgres.item_edits import CHANGE, CREATE, subject_of
from tokens.admin.choices import chosen
from tokens.admin.commands import carry_out
from tokens.admin.numbers import number_column
from tokens.admin.read_only import CheapPaginator
from tokens.models import CatalogItem

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    ItemModelForm = forms.ModelForm[CatalogItem]
else:
    ItemModelForm = forms.ModelForm

MOST = 10**15


class ThresholdField(forms.Field):
    """A whole number with separators of thousands, or nothing for null."""

    widget = UnfoldAdminTextInputWidget(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> int | None:  # noqa: ANN401 - Django's signature
        """Return the number. Raises: ValidationError with what would be right."""
        text = str("" if value is None else value).strip()
        number = number_of(text[:40])
        if text and (number is None or not 1 <= number <= MOST):
            message = f"Write a whole number from 1 to {MOST:,}, such as 1,000,000, or nothing."
            raise ValidationError(message)
        return number if text else None

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 - Django's signature
        """Show the number with separators."""
        return f"{value:,}" if isinstance(value, int) else value

    def has_changed(self, initial: Any, data: Any) -> bool:  # noqa: ANN401 - Django's signature
        """Compare numbers, not how they are written."""
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class SeenVersion(forms.IntegerField):
    """The version that the page was made of; never an edit by itself."""

    widget = forms.HiddenInput

    def has_changed(self, _initial: Any, _data: Any) -> bool:  # noqa: ANN401 - Django's signature
        """Return False."""
        return False


class ItemForm(ItemModelForm):
    """What an item is."""

    seen = SeenVersion(required=False, label="")

    class Meta:
        widgets: ClassVar[dict[str, Any]] = {
            "description": UnfoldAdminTextareaWidget(attrs={"rows": 3})
        }

    low_stock_threshold = ThresholdField(
        required=False,
        label="Low stock below",
        help_text="Operators are warned while fewer tokens are in stock. Empty: never.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = self.instance.version

    def clean(self) -> dict[str, Any]:
        """Refuse to undo unseen what somebody else has changed meanwhile."""
        cleaned = super().clean() or {}
        seen = cleaned.pop("seen", None)
        if seen is not None and self.instance.pk:
            now = CatalogItem.objects.select_for_update().filter(pk=self.instance.pk)
            if now.exclude(version=seen).exists():
                message = (
                    "Somebody has changed this item since you opened it; nothing was saved. "
                    "Open it again and look."
                )
                raise ValidationError(message)
        return cleaned


class StockFilter(admin.SimpleListFilter):
    """Those of which tokens should be minted."""

    title = "stock"
    parameter_name = "stock"

    def lookups(self, _request: "HttpRequest", _admin: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - Django's signature
        """Offer the one choice."""
        return [("low", "Low")]

    def queryset(
        self, request: "HttpRequest", items: "QuerySet[CatalogItem]"
    ) -> "QuerySet[CatalogItem]":
        """Leave those that are chosen."""
        return items.filter(LOW) if chosen(request, self) else items


@admin.register(CatalogItem)
class CatalogItemAdmin(ModelAdmin):  # type: ignore[misc] # unfold ships no types
    """Created, described and deactivated; never deleted, since tokens refer to them."""

    form = ItemForm
    list_display = (
        *("id", "name", "shares", number_column("minted")),
        *(number_column("circulated", "in stock"), "lasts", "stock", "active"),
    )
    list_filter = (StockFilter, "active")
    search_fields = ("id", "name")
    ordering = ("id",)
    fields = ("id", "name", "description", "active", "low_stock_threshold")
    paginator = CheapPaginator
    show_full_result_count = False
    list_per_page = 50
    list_after_template = "admin/console/legend.html"
    change_form_outer_before_template = "admin/console/item.html"
    change_form_outer_after_template = "admin/console/item_history.html"

    def get_queryset(self, _request: "HttpRequest") -> "QuerySet[CatalogItem]":
        """Fetch the counts with the items."""
        return items_with_stock()

    @admin.display(description="states")
    def shares(self, item: CatalogItem) -> str:
        """Return the bar of states."""
        shares = stock_of(item).shares
        return render_to_string("admin/console/shares.html", {"shares": shares})

    @admin.display(description="lasts")
    def lasts(self, item: CatalogItem) -> str:
        """Return how long they will do."""
        return stock_of(item).lasts

    @display(description="warning", label={"Low": "danger"})  # type: ignore[untyped-decorator]
    def stock(self, item: CatalogItem) -> tuple[str, str] | None:
        """Return a warning where the stock is low."""
        stock = stock_of(item)
        return ("Low", f"Low: below {stock.threshold:,}") if stock.is_low else None

    def get_readonly_fields(
        self, _request: "HttpRequest", item: CatalogItem | None = None
    ) -> tuple[str, ...]:
        """Keep the id once it is given."""
        return ("id",) if item else ()

    def get_fields(
        self, request: "HttpRequest", item: CatalogItem | None = None
    ) -> tuple[str, ...]:
        """Leave out what only edits need."""
        edits = item is not None and self.has_change_permission(request, item)
        return (*self.fields, "seen") if edits else self.fields

    def change_view(
        self,
        request: "HttpRequest",
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> "HttpResponse":
        """Add the numbers and the history."""
        context = {**(extra_context or {})}
        item = self.get_object(request, object_id) if request.method == "GET" else None
        if item is not None:
            context["item"] = item_page(request, item)
        return super().change_view(request, object_id, form_url, context)  # type: ignore[no-any-return]

    def history_view(
        self,
        _request: "HttpRequest",
        object_id: str,
        _extra_context: dict[str, Any] | None = None,
    ) -> "HttpResponse":
        """Lead to its edits in the audit, which knows those of clients as well."""
        subject = subject_of(unquote(object_id))
        return redirect(list_address("tokens_operatorcommand", subject=subject))

    def save_model(
        self,
        request: "HttpRequest",
        item: CatalogItem,
        form: ItemForm,
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        """Record who changed what, and count the version up, so that clients notice."""
        if change and not form.has_changed():
            messages.info(request, "Nothing was changed.")
            return
        before = form.initial if change else {}
        changes = {
            name: [before.get(name), form.cleaned_data[name]] for name in form.changed_data
        }

        def save() -> str:
            item.version += change
            super(CatalogItemAdmin, self).save_model(request, item, form, change)
            return f"{item} is {'changed' if change else 'created'}."

        action = CHANGE if change else CREATE
        carry_out(request, action, subject_of(item.pk), save, changes=changes)

    def message_user(self, *_args: Any, **_kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Add nothing: what is saved was told when it was recorded."""

    def has_delete_permission(
        self, _request: "HttpRequest", _item: CatalogItem | None = None
    ) -> bool:
        """Nobody deletes items; they are deactivated."""
        return False
