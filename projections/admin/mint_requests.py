"""Mint requests: begun, watched, canceled and voided."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextInputWidget

from projections.admin.beginning import AccountField, BeginForm, QuantityField
from projections.admin.deeds import Deed, only_in
from projections.admin.first_lots import first_lots
from projections.admin.mint_jobs import MintJobs
from projections.admin.parts import Bar, Fact, Table, in_numbers
from projections.admin.process import ProcessAdmin
from projections.models import MintRequest
from projections.projectors.mint_requests import MINT_REQUESTS
from projections.state_counts import count_states
from tokens.admin.choices import choice_filter
from tokens.domain.ids import AccountId, CatalogId, MintRequestId
from tokens.domain.messages import Command
from tokens.domain.minting.commands import CancelMint, Mint, VoidMintRequest
from tokens.domain.minting.mint_request import MAX_QUANTITY, MintState
from tokens.domain.token.state import TokenState


class MintForm(BeginForm):
    """What to mint."""

    quantity = QuantityField(MAX_QUANTITY, is_minted=True)
    account_id = AccountField(
        required=False, label="Account", help_text="On whose account, if anybody's."
    )
    reason = forms.CharField(
        required=False, max_length=500, widget=UnfoldAdminTextInputWidget()
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = (
            f"Needed for more than {settings.MINT_APPROVAL_ABOVE:,} tokens, which a second "
            "operator must approve."
        )

    def clean(self) -> dict[str, Any]:
        """Demand the reason where a second operator will read it."""
        cleaned = super().clean() or {}
        many = cleaned.get("quantity", 0) > settings.MINT_APPROVAL_ABOVE
        if many and not cleaned.get("reason", "").strip():
            self.add_error("reason", "Tell the second operator what this is for.")
        return cleaned


def _cancels(row: MintRequest) -> list[str]:
    left = row.quantity - row.minted
    return [
        f"{in_numbers(row.minted, 'minted so far')} will be voided and never circulate.",
        f"{in_numbers(left, 'not minted yet')} will never be minted.",
        "Nothing that was canceled can be continued.",
    ]


def _voids(row: MintRequest) -> list[str]:
    counted = count_states(Q(mint_request_id=row.pk))
    states = (TokenState.CIRCULATED, TokenState.RESERVED, TokenState.ACTIVATED)
    told = [
        f"{in_numbers(counted[state], f'now {state.lower()}')} will be worthless."
        for state in states
        if counted[state]
    ]
    redeemed = in_numbers(counted[TokenState.REDEEMED], "already redeemed")
    return [*told, f"{redeemed} will stay redeemed.", "What is voided stays void."]


@admin.register(MintRequest)
class MintRequestAdmin(ProcessAdmin):
    """Mint requests, the latest first."""

    list_display = ("id", "catalog_id", "progress", "state_label", "rate", "created_on")
    list_filter = (choice_filter("state", MintState),)
    search_fields = ("=id", "=catalog_id")
    search_help_text = "The whole id of a mint request or of a catalog item"
    ordering = ("-created_on",)
    permission = "send_mint"
    projection = MINT_REQUESTS
    stream = "mint-request"
    dialog = MintForm
    verb = "Mint"
    deeds: ClassVar[tuple[Deed, ...]] = (
        Deed(
            name="cancel",
            title="Cancel minting",
            command=lambda row, _: CancelMint(MintRequestId(row.pk)),
            effects=_cancels,
            obstacle=only_in([MintState.STARTED], "It is {state}: only what runs is canceled."),
            done="Minting is being canceled.",
            is_final=True,
        ),
        Deed(
            name="void",
            title="Void all tokens",
            command=lambda row, reason: VoidMintRequest(MintRequestId(row.pk), reason or None),
            effects=_voids,
            obstacle=only_in(
                [MintState.COMPLETED, MintState.CANCELED],
                "It is {state}: cancel it, or wait until it is over.",
            ),
            done="Its tokens are being voided.",
            takes_reason=True,
            is_final=True,
        ),
    )

    @display(description="tokens a second")  # type: ignore[untyped-decorator]
    def rate(self, row: MintRequest) -> str:
        """Return how many tokens are minted a second, while they are."""
        seconds = (row.changed_on - row.created_on).total_seconds()
        runs = row.state == MintState.STARTED and row.minted and seconds
        return f"{row.minted / seconds:,.0f}" if runs else ""

    def is_under_way(self, row: MintRequest) -> bool:
        """Until all its jobs are over."""
        return row.state in {MintState.STARTED, MintState.CANCELING}

    def bar(self, row: MintRequest) -> Bar:
        """How much is minted."""
        return Bar("Minted", row.minted, row.quantity)

    def facts(self, row: MintRequest) -> Iterable[Fact]:
        """What is known of it."""
        item = reverse("admin:tokens_catalogitem_change", args=[row.catalog_id])
        return [
            Fact("Id", row.pk),
            Fact("State", row.state),
            Fact("Catalog item", row.catalog_id, item),
            Fact("Quantity", f"{row.quantity:,}"),
            Fact("Account", row.account_id or "none"),
            *MintJobs(row).facts(),
        ]

    def tables(self, row: MintRequest, request: HttpRequest) -> Iterable[Table]:
        """Its tokens by state, its runs, and its first lots."""
        counted = count_states(Q(mint_request_id=row.pk))
        states = Table(
            "Tokens by state",
            ("State", "Tokens"),
            [(state, f"{counted[state]:,}") for state in TokenState if counted[state]],
            numeric=frozenset({"Tokens"}),
        )
        return [states, MintJobs(row).table(request), first_lots(row)]

    def begun(self, data: dict[str, Any]) -> tuple[Command, str]:
        """Mint what the dialog asks for."""
        account = AccountId(data["account_id"]) if data["account_id"] else None
        key, quantity = MintRequestId(data["key"]), data["quantity"]
        command = Mint(key, CatalogId(data["catalog_id"]), quantity, account)
        return command, f"{in_numbers(quantity, 'to be minted')}."
