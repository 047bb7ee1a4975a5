"""Orders: placed by partners for themselves, by operators for anyone."""

from dataclasses import replace
from typing import Any

from django.db.models import QuerySet

from api.odata.http.exchange import Exchange
from api.odata.http.preconditions import expected_version, tag_of
from api.odata.http.resource import Page, settable
from api.odata.http.table import Table
from api.odata.payload.rendering import Item
from api.odata.problems import ForbiddenError, InvalidRequestError
from api.odata.query_options import QueryOptions
from api.v1.commands import caller_of, execute
from api.v1.model import ORDERS
from api.v1.resources.role_resource import OPERATORS_AND_PARTNERS, RoleResource
from api.v1.written import created_on
from projections import models
from projections.projectors.orders import ORDERS as PROJECTION
from tokens.bootstrap import application
from tokens.domain.ids import AccountId, CatalogId, OrderId
from tokens.domain.ordering import commands
from tokens.domain.ordering.events import WhenShort
from tokens.domain.ordering.order import Order, OrderState

UNDER_WAY = frozenset({OrderState.PLACED, OrderState.PROCESSING})
ACTIONS: dict[str, type[commands.OrderAction]] = {
    "Activate": commands.ActivateOrder,
    "Deactivate": commands.DeactivateOrder,
    "Return": commands.ReturnOrder,
    "Void": commands.VoidOrder,
}
_BOOLEAN = {"true": True, "false": False}


def item(row: dict[str, Any]) -> Item:
    """Return an order with its tag and the actions that its state allows."""
    offered = ACTIONS if row["state"] == OrderState.FULFILLED else ()
    return Item(row, tag_of(row["version"]), frozenset(offered))


TABLE = Table(ORDERS, item)


class Orders(RoleResource):
    """The orders; a partner's are those of its billing account."""

    entity_set = ORDERS
    roles = dict.fromkeys(("read", "create", "delete", *ACTIONS), OPERATORS_AND_PARTNERS)
    renames = {"quantity": "InvalidOrderQuantity", "catalogId": "InvalidOrderItem"}
    projections = (PROJECTION.name,)
    create_options = frozenset({"reserveOnly", "reserveonly"})

    def page(self, exchange: Exchange, options: QueryOptions) -> Page:
        return TABLE.page(exchange, options, _visible(exchange))

    def count(self, exchange: Exchange, options: QueryOptions) -> int:
        return TABLE.count(options, _visible(exchange))

    def find(self, exchange: Exchange) -> Item:
        row = _visible(exchange).filter(pk=_key(exchange)).first()
        # The projection may be behind; what was answered with 201 must be found.
        return TABLE.one(row) if row is not None else _written(self.current(exchange))

    def current(self, exchange: Exchange) -> Order:
        """Return the order as the write side knows it. Raises: MissingError."""
        known = application().lookup.order(_key(exchange))
        if known is None or not _may_see(exchange, known.account_id):
            raise self.missing(exchange)
        return known

    def create(self, exchange: Exchange, options: QueryOptions) -> Item:
        body = exchange.body(settable(ORDERS))
        command = commands.PlaceOrder(
            OrderId(exchange.new_id),
            CatalogId(str(body["catalogId"])),
            _account(exchange, body.get("billingAccountId")),
            int(str(body["quantity"])),
            activate=not _reserve_only(options),
            when_short=WhenShort(str(body.get("whenShort", WhenShort.WAIT.value))),
        )
        return _written(execute(exchange, command, Order))

    def delete(self, exchange: Exchange) -> Item:
        return self._execute(exchange, commands.CancelOrder(_key(exchange)))

    def act(self, exchange: Exchange, action: str) -> Item:
        parameters = exchange.path.action.parameters if exchange.path.action else ()
        body = exchange.body(parameters, optional=True)
        return self._execute(exchange, ACTIONS[action](_key(exchange), **body))  # type: ignore[arg-type]  # by the model

    def is_running(self, item: Item) -> bool:
        return item.row["state"] in UNDER_WAY

    def _execute(self, exchange: Exchange, command: commands.OrderAction) -> Item:
        # Whose the order is never changes, so it may be checked before the transaction.
        known = self.current(exchange)
        version = expected_version(exchange.request, lambda: known.version)
        return _written(execute(exchange, replace(command, expected_version=version), Order))


def _visible(exchange: Exchange) -> "QuerySet[models.Order]":
    orders = models.Order.objects.all()
    if caller_of(exchange).is_operator:
        return orders
    return orders.filter(billing_account_id=caller_of(exchange).billing_account_id)


def _may_see(exchange: Exchange, account_id: str) -> bool:
    caller = caller_of(exchange)
    return caller.is_operator or account_id == caller.billing_account_id


def _account(exchange: Exchange, given: object) -> AccountId:
    """Return whose order it will be: the partner's own, or the one that an operator names."""
    own = caller_of(exchange).billing_account_id
    if own is None and not given:
        message = 'Name the billing account that orders: {"billingAccountId": "…"}.'
        raise InvalidRequestError(message, code="AccountRequired", target="billingAccountId")
    if own is not None and given not in {None, own}:
        message = f"You order for your own billing account, {own}; leave billingAccountId out."
        raise ForbiddenError(message, target="billingAccountId")
    return AccountId(own or str(given))


def _reserve_only(options: QueryOptions) -> bool:
    text = next(iter(options.custom.values()), "false")
    found = _BOOLEAN.get(text.lower())
    if found is None:
        message = "reserveOnly must be true or false"
        raise InvalidRequestError(message, target="reserveOnly")
    return found


def _key(exchange: Exchange) -> OrderId:
    return OrderId(exchange.path.key["id"])  # type: ignore[arg-type]  # by the model


def _written(known: Order) -> Item:
    return item(
        {
            "id": known.id,
            "version": known.version,
            "catalogId": known.catalog_id,
            "billingAccountId": known.account_id,
            "quantity": known.quantity,
            "state": known.state.value,
            "shortage": known.shortage,
            "whenShort": known.when_short.value,
            "activate": known.activates,
            "cancelReason": known.cancel_reason,
            "createdOn": created_on(known.stream),
        }
    )
