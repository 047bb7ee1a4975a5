"""`manage.py order --catalog X --account A --quantity N [--reserve-only] [--wait]`."""

from argparse import ArgumentParser
from typing import Any
from uuid import uuid4

from django.core.management.base import BaseCommand, CommandError

from tokens.bootstrap import application
from tokens.domain.ids import AccountId, CatalogId, OrderId
from tokens.domain.ordering.commands import PlaceOrder
from tokens.domain.ordering.order import Order
from tokens.management.progress import watch
from tokens.management.sending import send


class Command(BaseCommand):
    """Orders as POST Orders does; workers must be running to fulfil it."""

    help = "Order tokens of a catalog item for a billing account."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to order, for whom, and whether to wait."""
        parser.add_argument("--catalog", required=True, help="id of the catalog item")
        parser.add_argument("--account", required=True, help="the billing account")
        parser.add_argument("--quantity", required=True, type=int, help="how many tokens")
        parser.add_argument("--reserve-only", action="store_true", help="do not activate")
        parser.add_argument("--wait", action="store_true", help="until it is over")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 - Django's signature
        """Place, and watch where asked."""
        order_id = OrderId(uuid4())
        command = PlaceOrder(
            order_id,
            CatalogId(options["catalog"]),
            AccountId(options["account"]),
            options["quantity"],
            activate=not options["reserve_only"],
        )
        send(command)
        self.stdout.write(f"Order {order_id}: {command.quantity:,} tokens")
        if options["wait"]:
            watch(self.stdout, "In stock", command.quantity, lambda: _look(order_id))
            self.stdout.write(f"{_known(order_id).state}.")


def _look(order_id: OrderId) -> tuple[int, bool]:
    order = _known(order_id)
    return order.quantity - order.shortage, not order.is_waiting


def _known(order_id: OrderId) -> Order:
    order = application().lookup.order(order_id)
    if order is None:
        message = f"The order {order_id} has vanished"
        raise CommandError(message)
    return order
