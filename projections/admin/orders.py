"""Orders: placed, watched, activated, returned, canceled and voided."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timeuntil
from unfold.decorators import display
from unfold.widgets import UnfoldBooleanSwitchWidget

from projections.admin.beginning import AccountField, BeginForm, QuantityField
from projections.admin.deeds import Deed, only_in
from projections.admin.held_tokens import held_tokens
from projections.admin.parts import Bar, Fact, Table, in_numbers
from projections.admin.process import ProcessAdmin
from projections.models import Approval, Order
from projections.projectors.orders import ORDERS
from projections.state_counts import count_states
from tokens.admin.choices import choice_filter
from tokens.admin.links import account_address
from tokens.domain.approving.approval import ApprovalState
from tokens.domain.ids import AccountId, CatalogId, OrderId
from tokens.domain.messages import Command
from tokens.domain.ordering.commands import (
    ActivateOrder,
    CancelOrder,
    DeactivateOrder,
    OrderAction,
    PlaceOrder,
    ReturnOrder,
    VoidOrder,
)
from tokens.domain.ordering.events import WhenShort
from tokens.domain.ordering.order import MAX_QUANTITY, OrderState, order_stream
from tokens.domain.token.state import TokenState

_fulfilled = only_in([OrderState.FULFILLED], "It is {state}: it has no tokens to act on.")


class OrderForm(BeginForm):
    """What to order, and for whom."""

    billing_account_id = AccountField()
    quantity = QuantityField(MAX_QUANTITY)
    activate = forms.BooleanField(
        required=False,
        initial=True,
        label="Activate the tokens at once",
        widget=UnfoldBooleanSwitchWidget(),
    )
    wait = forms.BooleanField(
        required=False,
        initial=True,
        label="Wait while stock is short",
        widget=UnfoldBooleanSwitchWidget(),
    )


def _action(kind: type[OrderAction]) -> Callable[[Order, str], OrderAction]:
    return lambda row, _: kind(OrderId(row.pk))


def _moves(what: str, *states: TokenState) -> Callable[[Order], list[str]]:
    """Return what tells how many tokens in some states will be moved, and which stay."""

    def told(row: Order) -> list[str]:
        counted = count_states(Q(order_id=row.pk))
        moved = sum(counted[state] for state in states)
        redeemed = in_numbers(counted[TokenState.REDEEMED], "already redeemed")
        return [f"{in_numbers(moved, what)}.", f"{redeemed} will stay redeemed."]

    return told


def _cancels(row: Order) -> list[str]:
    if row.state == OrderState.PLACED:
        return ["It waits for stock no longer, and receives nothing."]
    return _moves("will return to stock", *_HELD)(row)


_HELD = (TokenState.RESERVED, TokenState.ACTIVATED)


@admin.register(Order)
class OrderAdmin(ProcessAdmin):
    """Orders, the latest first."""

    list_display = (
        *("id", "catalog_id", "billing_account_id", "progress", "state_label"),
        *("time_left", "created_on"),
    )
    list_filter = (choice_filter("state", OrderState),)
    search_fields = ("=id", "=catalog_id", "=billing_account_id")
    search_help_text = "The whole id of an order, a catalog item or a billing account"
    ordering = ("-created_on",)
    permission = "send_orders"
    projection = ORDERS
    stream = "order"
    dialog = OrderForm
    verb = "Order"
    deeds: ClassVar[tuple[Deed, ...]] = (
        Deed(
            name="activate",
            title="Activate",
            command=_action(ActivateOrder),
            effects=_moves("will be redeemable", TokenState.RESERVED),
            obstacle=_fulfilled,
            done="Its tokens are activated.",
        ),
        Deed(
            name="deactivate",
            title="Deactivate",
            command=_action(DeactivateOrder),
            effects=_moves("will not be redeemable", TokenState.ACTIVATED),
            obstacle=_fulfilled,
            done="Its tokens are reserved, and not active.",
        ),
        Deed(
            name="return",
            title="Return tokens",
            command=_action(ReturnOrder),
            effects=_moves("will return to stock", *_HELD),
            obstacle=_fulfilled,
            done="What was not redeemed is back in stock.",
            is_final=True,
        ),
        Deed(
            name="cancel",
            title="Cancel",
            command=_action(CancelOrder),
            effects=_cancels,
            obstacle=only_in(
                [OrderState.PLACED, OrderState.FULFILLED], "It is {state} already."
            ),
            done="It is canceled.",
            is_final=True,
        ),
        Deed(
            name="void",
            title="Void tokens",
            command=lambda row, reason: VoidOrder(OrderId(row.pk), reason=reason),
            effects=_moves("will be worthless for ever", *_HELD),
            obstacle=_fulfilled,
            done="Its tokens are void.",
            takes_reason=True,
            needs_second=True,
            is_final=True,
        ),
    )

    @display(description="times out in")  # type: ignore[untyped-decorator]
    def time_left(self, row: Order) -> str:
        """Return how long it still waits."""
        return timeuntil(_ends(row), timezone.now()) if row.state == OrderState.PLACED else ""

    def is_under_way(self, row: Order) -> bool:
        """Until it is fulfilled or canceled."""
        return row.state in {OrderState.PLACED, OrderState.PROCESSING}

    def begun(self, data: dict[str, Any]) -> tuple[Command, str]:
        """Place the order that the dialog asks for."""
        command = PlaceOrder(
            OrderId(data["key"]),
            CatalogId(data["catalog_id"]),
            AccountId(data["billing_account_id"]),
            data["quantity"],
            activate=data["activate"],
            when_short=WhenShort.WAIT if data["wait"] else WhenShort.CANCEL,
        )
        return command, f"{in_numbers(data['quantity'], 'ordered')}."

    def bar(self, row: Order) -> Bar | None:
        """How much of it is there."""
        if row.state == OrderState.CANCELED:
            return None
        label = "In stock" if row.state == OrderState.PLACED else "Received"
        return Bar(label, row.quantity - row.shortage, row.quantity)

    def facts(self, row: Order) -> Iterable[Fact]:
        """What is known of it."""
        account = row.billing_account_id
        item = reverse("admin:tokens_catalogitem_change", args=[row.catalog_id])
        waits = row.state == OrderState.PLACED
        return [
            Fact("Id", row.pk),
            Fact("State", row.state),
            *([Fact("Canceled because", row.cancel_reason)] if row.cancel_reason else []),
            *([Fact("Times out in", self.time_left(row))] if waits else []),
            *([Fact("Shortage", f"{row.shortage:,}")] if row.shortage else []),
            *_asked_for(row),
            Fact("Catalog item", row.catalog_id, item),
            Fact("Billing account", account, account_address(account)),
            Fact("Quantity", f"{row.quantity:,}"),
            Fact("Tokens are", "activated" if row.activate else "reserved only"),
        ]

    def tables(self, row: Order, request: HttpRequest) -> Iterable[Table]:
        """Its tokens."""
        return held_tokens(row, request)


def _ends(row: Order) -> datetime:
    ends: datetime = row.created_on + settings.ORDER_TIMEOUT
    return ends


def _asked_for(row: Order) -> list[Fact]:
    """Return what waits for a second operator."""
    waiting = Approval.objects.filter(
        state=ApprovalState.PENDING, subject=order_stream(OrderId(row.pk))
    )
    return [
        Fact(
            "Asked for",
            f"{asked.summary}, by {asked.operator}",
            reverse("admin:projections_approval_change", args=[asked.pk]),
        )
        for asked in waiting[:5]
    ]
