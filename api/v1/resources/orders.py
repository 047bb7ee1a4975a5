"""Orders: placed by partners for themselves, by operators for anyone."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

from api.odata.http.exchange import Exchange
from api.odata.http.preconditions import expected_version
from api.odata.http.resource import settable
from api.odata.http.table import Rows
from api.odata.http.table_resource import TableResource
from api.odata.payload.item import Item, Row
from api.odata.problems import ConflictError, InvalidRequestError, MissingError
from api.odata.query_options import QueryOptions
from api.quotas import admit_order
from api.scopes import Scope
from api.v1.accounts import account_of, may_see
from api.v1.commands import caller_of, execute
from api.v1.model.ordering import ORDERS
from api.v1.resources.scoped_resource import ScopedResource
from api.v1.written import created_on
from projections import models
from projections.projectors.orders import ORDERS as PROJECTION
from tokens.bootstrap import application
from tokens.domain.errors import VersionMismatchError
from tokens.domain.ids import CatalogId, OrderId
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
_CANCEL_TRIES = 3
_BOOLEAN = {"true": True, "false": False}


class Orders(ScopedResource, TableResource):
    """The orders; a partner's are those of its billing account."""

    entity_set = ORDERS
    scopes = {
        "read": Scope.ORDERS_READ,
        **dict.fromkeys(("create", "delete", *ACTIONS), Scope.ORDERS_WRITE),
    }
    renames = {"quantity": "InvalidOrderQuantity", "catalogId": "InvalidOrderItem"}
    projections = (PROJECTION.name,)
    changed = "position"
    undoes_itself = True
    can_cancel = True
    create_options = frozenset({"reserveOnly", "reserveonly"})

    def rows(self, exchange: Exchange) -> Rows:
        caller, orders = caller_of(exchange), models.Order.objects.all()
        if caller.is_operator:
            return orders
        return orders.filter(billing_account_id=caller.billing_account_id)

    def offered(self, row: dict[str, Any]) -> frozenset[str]:
        return frozenset(ACTIONS if row["state"] == OrderState.FULFILLED else ())

    def find(self, exchange: Exchange) -> Item:
        try:
            return super().find(exchange)
        except MissingError:
            # The projection may be behind; what was answered with 201 must be found.
            return self._written(self.current(exchange))

    def current(self, exchange: Exchange) -> Order:
        """Return the order as the write side knows it. Raises: MissingError."""
        known = application().lookup.order(_key(exchange))
        if known is None or not may_see(exchange, known.account_id):
            raise self.missing(exchange)
        return known

    def create(self, exchange: Exchange, options: QueryOptions) -> Item:
        body = exchange.body(settable(ORDERS))
        when_short = WhenShort(str(body.get("whenShort", WhenShort.WAIT.value)))
        if when_short is WhenShort.WAIT:
            admit_order(caller_of(exchange))
        command = commands.PlaceOrder(
            OrderId(exchange.new_id),
            CatalogId(str(body["catalogId"])),
            account_of(exchange, body.get("billingAccountId"), "order"),
            int(str(body["quantity"])),
            activate=not _reserve_only(options),
            when_short=when_short,
        )
        return self._written(execute(exchange, command, Order))

    def delete(self, exchange: Exchange) -> Item:
        return self._execute(exchange, commands.CancelOrder(_key(exchange)))

    def act(self, exchange: Exchange, action: str) -> Item:
        parameters = exchange.path.action.parameters if exchange.path.action else ()
        body = exchange.body(parameters, optional=True)
        return self._execute(exchange, ACTIONS[action](_key(exchange), **body))  # type: ignore[arg-type]  # by the model

    def is_running(self, row: Row) -> bool:
        return row["state"] in UNDER_WAY

    def cancel(self, exchange: Exchange) -> None:
        for _ in range(_CANCEL_TRIES):
            known = self.current(exchange)
            if known.state not in UNDER_WAY:
                break
            # Of the version seen to be under way, lest an order just fulfilled be reversed.
            command = commands.CancelOrder(known.id, expected_version=known.version)
            with suppress(VersionMismatchError):
                execute(exchange, command, Order)
                return
        message = "The order is not under way any more; read it, and cancel it if need be."
        raise ConflictError(message, code="NotUnderWay")

    def _execute(self, exchange: Exchange, command: commands.OrderAction) -> Item:
        # Whose the order is never changes, so it may be checked before the transaction.
        known = self.current(exchange)
        version = expected_version(exchange.request, lambda: known.version)
        return self._written(
            execute(exchange, replace(command, expected_version=version), Order)
        )

    def _written(self, known: Order) -> Item:
        return self.item(
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


def _reserve_only(options: QueryOptions) -> bool:
    text = next(iter(options.custom.values()), "false")
    found = _BOOLEAN.get(text.lower())
    if found is None:
        message = "reserveOnly must be true or false"
        raise InvalidRequestError(message, target="reserveOnly")
    return found


def _key(exchange: Exchange) -> OrderId:
    return OrderId(exchange.path.key["id"])  # type: ignore[arg-type]  # by the model
