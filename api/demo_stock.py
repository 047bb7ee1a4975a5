"""A little stock for the demo accounts, so that there is something to redeem at once."""

from uuid import uuid4

from tokens.bootstrap import application
from tokens.domain.ids import AccountId, CatalogId, MintRequestId, OrderId
from tokens.domain.minting.commands import Mint
from tokens.domain.ordering.commands import PlaceOrder
from tokens.domain.ports import Origin
from tokens.models import CatalogItem

_ITEM = CatalogId("demo-card")
_MINTED = 100
_ORDERED = 10


def create_demo_stock(account: str) -> None:
    """Mint some tokens of a demo item, and order a few for a billing account.

    The order waits for the mint, as any order does, so both are in one transaction.
    """
    CatalogItem.objects.create(id=_ITEM, name="Demo card", description="For trying things out.")
    bus, origin = application().bus, Origin("demo", None, "demo")
    bus.execute(Mint(MintRequestId(uuid4()), _ITEM, _MINTED), origin)
    bus.execute(PlaceOrder(OrderId(uuid4()), _ITEM, AccountId(account), _ORDERED), origin)
