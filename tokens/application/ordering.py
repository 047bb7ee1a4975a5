"""Handlers of the commands to orders."""

from collections.abc import Callable
from datetime import timedelta

from tokens.application.catalog import require_active
from tokens.application.repositories import Repository
from tokens.domain.ids import OrderId
from tokens.domain.ordering.commands import (
    ActivateOrder,
    CancelOrder,
    DeactivateOrder,
    FulfillOrder,
    FulfillWaitingOrders,
    PlaceOrder,
    ReturnOrder,
    TimeOutOrder,
    VoidOrder,
)
from tokens.domain.ordering.events import WhenShort
from tokens.domain.ordering.order import Order
from tokens.domain.ports import Catalog, Clock, TokenVault, WaitingList
from tokens.domain.token.commands import ActOnDrawnTokens, DrawnAction

Orders = Repository[OrderId, Order]
Send = Callable[..., None]


def place_order(
    command: PlaceOrder,
    *,
    orders: Orders,
    catalog: Catalog,
    clock: Clock,
    order_timeout: timedelta,
    send: Send,
) -> Order:
    """Place an order; one that was placed before is returned as it stands."""
    if known := orders.find(command.order_id):
        return known
    require_active(catalog, command.catalog_id)
    order = Order.place(
        command.order_id,
        command.catalog_id,
        command.account_id,
        command.quantity,
        activate=command.activate,
        when_short=command.when_short,
    )
    send(FulfillOrder(order.id))
    send(TimeOutOrder(order.id), clock.now() + order_timeout)
    return orders.add(order.id, order)


def fulfill_order(
    command: FulfillOrder,
    *,
    orders: Orders,
    vault: TokenVault,
    waiting: WaitingList,
    send: Send,
) -> None:
    """Transfer the tokens; an order that may wait goes behind those that wait already."""
    order = orders.get(command.order_id)
    if not order.is_waiting:
        return
    if order.when_short is WhenShort.WAIT and waiting.first(order.catalog_id, 1):
        send(FulfillWaitingOrders(order.catalog_id))
    else:
        order.fulfill(vault.in_circulation(order.catalog_id, order.quantity))
    if order.is_waiting:
        waiting.add(order.catalog_id, order.id, order.quantity)


def time_out_order(command: TimeOutOrder, *, orders: Orders, waiting: WaitingList) -> None:
    """End an order that still waits."""
    orders.get(command.order_id).time_out()
    waiting.remove(command.order_id)


def cancel_order(
    command: CancelOrder, *, orders: Orders, vault: TokenVault, waiting: WaitingList, send: Send
) -> Order:
    """Reverse the transfer, and end the order."""
    order = orders.get(command.order_id, command.expected_version)
    vault.releasing(order.catalog_id)
    order.cancel(vault.held_by(order.id))
    waiting.remove(order.id)
    _go_on(DrawnAction.UNRESERVE, order, vault, send)
    send(FulfillWaitingOrders(order.catalog_id))
    return order


def activate_order(
    command: ActivateOrder, *, orders: Orders, vault: TokenVault, send: Send
) -> Order:
    """Activate the tokens of an order."""
    order = orders.get(command.order_id, command.expected_version)
    order.activate(vault.held_by(order.id))
    _go_on(DrawnAction.ACTIVATE, order, vault, send)
    return order


def deactivate_order(
    command: DeactivateOrder, *, orders: Orders, vault: TokenVault, send: Send
) -> Order:
    """Take the activation of the tokens of an order back."""
    order = orders.get(command.order_id, command.expected_version)
    order.deactivate(vault.held_by(order.id))
    _go_on(DrawnAction.DEACTIVATE, order, vault, send)
    return order


def return_order(
    command: ReturnOrder, *, orders: Orders, vault: TokenVault, send: Send
) -> Order:
    """Give the tokens of an order that are not redeemed back into circulation."""
    order = orders.get(command.order_id, command.expected_version)
    vault.releasing(order.catalog_id)
    order.give_back(vault.held_by(order.id))
    _go_on(DrawnAction.UNRESERVE, order, vault, send)
    send(FulfillWaitingOrders(order.catalog_id))
    return order


def void_order(command: VoidOrder, *, orders: Orders, vault: TokenVault, send: Send) -> Order:
    """Void the tokens of an order that are not redeemed."""
    order = orders.get(command.order_id, command.expected_version)
    order.void(vault.held_by(order.id), command.reason)
    _go_on(DrawnAction.VOID, order, vault, send, command.reason)
    return order


def _go_on(
    action: DrawnAction, order: Order, vault: TokenVault, send: Send, reason: str | None = None
) -> None:
    if vault.drawn_for(order.id, None, 1):
        send(ActOnDrawnTokens(action, order_id=order.id, reason=reason))
