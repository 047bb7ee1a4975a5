"""Finding tokens among all of them, those in lots and those drawn, a page at a time."""

from typing import Any, NamedTuple
from urllib.parse import urlencode

from django import forms
from django.db import OperationalError, connection
from django.db.models import Q
from django.http import HttpRequest
from psycopg.errors import QueryCanceled
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from projections.snapshot import snapshot
from projections.token_collection import TokenCollection, TokenRow
from tokens.domain.token.identifier import InvalidTokenIdError, TokenId
from tokens.domain.token.state import TokenState

PAGE = 50
LONGEST_MS = 3_000
"""A condition that passes over most of a billion tokens is given up after so long."""
_ANY = ("", "Any")


class SearchForm(forms.Form):
    """What is looked for; all of it must hold."""

    order = forms.UUIDField(
        required=False, widget=UnfoldAdminTextInputWidget(), label="Order or print job"
    )
    mint = forms.UUIDField(
        required=False, widget=UnfoldAdminTextInputWidget(), label="Mint request"
    )
    account = forms.CharField(
        required=False,
        max_length=200,
        widget=UnfoldAdminTextInputWidget(),
        label="Billing account",
    )
    item = forms.CharField(
        required=False, max_length=64, widget=UnfoldAdminTextInputWidget(), label="Catalog item"
    )
    state = forms.ChoiceField(
        required=False,
        choices=[_ANY, *((state.value, state.value) for state in TokenState)],
        widget=UnfoldAdminSelectWidget(),
    )

    @property
    def condition(self) -> Q:
        """What lots and drawn tokens are both asked for."""
        names = {
            "order": "order_id",
            "mint": "mint_request_id",
            "account": "reserved_by_billing_account_id",
            "item": "catalog_id",
            "state": "state",
        }
        said = self.cleaned_data
        return Q(**{column: said[name] for name, column in names.items() if said[name]})


class Found(NamedTuple):
    """A page of tokens; `following` is the address of the next, `trouble` why there is none."""

    rows: list[TokenRow]
    following: str = ""
    trouble: str = ""


def find_tokens(form: SearchForm, request: HttpRequest) -> Found:
    """Return a page of the tokens that a valid form asks for."""
    collection = TokenCollection(form.condition)
    try:
        with snapshot(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = {LONGEST_MS}")
            rows = collection.page(_after(request), PAGE + 1)
            cursor.execute("RESET statement_timeout")
    except OperationalError as error:
        if not isinstance(error.__cause__, QueryCanceled):
            raise
        return Found([], trouble=_TOO_LONG)
    if len(rows) <= PAGE:
        return Found(rows)
    place: dict[str, Any] = {**request.GET.dict(), "after": str(rows[PAGE - 1].id)}
    return Found(rows[:PAGE], f"?{urlencode(place)}")


_TOO_LONG = (
    "This takes too long: few of very many tokens are like that. Name an order, a mint "
    "request or a billing account, too."
)


def _after(request: HttpRequest) -> TokenId | None:
    try:
        return TokenId.parse(request.GET["after"])
    except (KeyError, InvalidTokenIdError):
        return None
