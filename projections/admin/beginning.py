"""The dialogs that begin a process: an id that makes a second submit harmless, and numbers."""

import re
from collections.abc import Mapping
from functools import cache, partial
from importlib import import_module
from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from tokens.domain.minting.mint_request import MAX_QUANTITY
from tokens.models import CatalogItem, Event

MOST_ITEMS = 1_000
_SEPARATORS = " ,._'\N{RIGHT SINGLE QUOTATION MARK}\u00a0\u2009\u202f"
_GROUPED = re.compile(rf"\d+|\d{{1,3}}([{_SEPARATORS}])\d{{3}}(?:\1\d{{3}})*", re.ASCII)
_KEYLESS = "The form had no id to tell a second submit by; it has one now. Submit it again."
AccountField = partial(
    forms.CharField,
    max_length=200,
    label="Billing account",
    widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off", "spellcheck": "false"}),
)


class QuantityField(forms.CharField):
    """A whole number, written with or without separators of thousands; told in words.

    Where it `is_minted`, that it needs a second operator is told as well.
    """

    def __init__(self, most: int, *, is_minted: bool = False) -> None:
        super().__init__(
            max_length=40,
            widget=UnfoldAdminTextInputWidget(
                attrs={
                    "inputmode": "numeric",
                    "autocomplete": "off",
                    "hx-get": reverse_lazy("quantity_in_words"),
                    "hx-trigger": "input changed delay:150ms, load",
                    "hx-target": "#quantity-in-words",
                    **({"hx-vals": '{"mint": "1"}'} if is_minted else {}),
                }
            ),
        )
        self._most = most

    def clean(self, value: Any) -> int:  # noqa: ANN401 - Django's signature
        """Return the number. Raises: ValidationError with what would be right."""
        number = number_of(str(super().clean(value)))
        if number is None or not 1 <= number <= self._most:
            message = f"Write a whole number from 1 to {self._most:,}, such as 1,000,000."
            raise ValidationError(message)
        return number


class BeginForm(forms.Form):
    """What every process is begun with; those for partners also name an account."""

    key = forms.UUIDField(
        widget=forms.HiddenInput(),
        initial=uuid4,
        error_messages=dict.fromkeys(("required", "invalid"), _KEYLESS),
    )
    catalog_id = forms.ChoiceField(label="Catalog item", widget=UnfoldAdminSelectWidget())

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        super().__init__(*args, **kwargs)
        field = self.fields["catalog_id"]
        chosen = str((self.data if self.is_bound else self.initial).get("catalog_id", ""))
        active = CatalogItem.objects.filter(active=True)
        items = {item.pk: item for item in active.order_by("id")[:MOST_ITEMS]}
        if chosen and chosen.isprintable() and chosen not in items:
            # One that a link names is offered, however many come before it.
            items |= {item.pk: item for item in active.filter(pk=chosen)}
        choices = [(item.pk, f"{item.pk}: {item.name}") for item in items.values()]
        field.choices = choices  # type: ignore[attr-defined]
        if not choices:
            field.help_text = "There is no active catalog item yet: create one first."

    def clean(self) -> dict[str, Any]:
        """Give a form without a key a new one, so that submitting it again works."""
        if "key" in self.errors:
            self._take_new_key()
        return super().clean() or {}

    def is_fresh_or_same(self, stream: str) -> bool:
        """Tell whether this begins something, or what it has begun already; else say so.

        A form that the browser's way back leads to still has the key of what it has begun:
        with other values it takes a new key, and has to be submitted again.
        """
        key = self.cleaned_data["key"]
        begun = Event.objects.filter(stream=f"{stream}-{key}", version=0).first()
        if begun is None or self._is_same(begun.data):
            return True
        self._take_new_key()
        told = (
            f"This form has begun {begun.data['quantity']:,} tokens of "
            f"{begun.data['catalog_id']} already. Submit it again to begin this as well."
        )
        self.add_error(None, told)
        return False

    def _take_new_key(self) -> None:
        self.data = {**self.data.dict(), "key": str(uuid4())}  # type: ignore[attr-defined] # a QueryDict

    def _is_same(self, begun: Mapping[str, Any]) -> bool:
        given = self.cleaned_data
        account = given.get("billing_account_id") or given.get("account_id") or None
        asked = (given["catalog_id"], given["quantity"], account)
        return asked == (begun["catalog_id"], begun["quantity"], begun["account_id"])


def number_of(text: str) -> int | None:
    """Return the number that is written with separators of thousands or without, else None.

    A separator anywhere else is refused: 1.5 is not fifteen.
    """
    grouped = _GROUPED.fullmatch(text.strip())
    return int(re.sub(r"\D", "", text)) if grouped else None


@cache
def _engine() -> Any:  # noqa: ANN401 - inflect's
    # Not at the top: importing it takes longer than everything else of a page.
    return import_module("inflect").engine()


def in_words(number: int) -> str:
    """Return such as 'one billion'."""
    return str(_engine().number_to_words(number))


def quantity_in_words(request: HttpRequest) -> HttpResponse:
    """Return what a quantity is in figures and in words, as plain text."""
    number = number_of(request.GET.get("quantity", "")[:40])
    if number is not None and number > MAX_QUANTITY:
        return HttpResponse(f"{number:,}: too many", content_type="text/plain")
    told = "" if number is None else f"{number:,}: {in_words(number)}"
    if "mint" in request.GET and (number or 0) > settings.MINT_APPROVAL_ABOVE:
        told += ". A second operator must approve it."
    return HttpResponse(told, content_type="text/plain")
