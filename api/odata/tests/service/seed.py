"""The rows that the tests of the service begin with."""

from datetime import UTC, datetime
from uuid import UUID

from api.odata.tests.service.models import Category, MintRequest, Order, PrintJob, Token

G1 = "3f2504e0-4f89-11d3-9a0c-0305e82c3301"
G2 = "3f2504e0-4f89-11d3-9a0c-0305e82c3302"
G3 = "3f2504e0-4f89-11d3-9a0c-0305e82c3303"
M1 = "3f2504e0-4f89-11d3-9a0c-0305e82c3311"
P1 = "3f2504e0-4f89-11d3-9a0c-0305e82c3321"
UNUSED = "3f2504e0-4f89-11d3-9a0c-0305e82c33ff"
ODD = "T'4/x"
"""The id of a token whose URL needs care."""
BIG = 2**53 + 1
"""A number that a double cannot hold."""
MEDIA = bytes(number % 251 for number in range(1000))
MOMENT = datetime(2025, 3, 1, 23, 30, 15, tzinfo=UTC)


def seed() -> None:
    """Put the rows into their empty tables."""
    Order.objects.bulk_create(
        [
            _order(G1, "c1", "b1", 10, "Placed"),
            _order(G2, "c1", "b2", 5, "Fulfilled"),
            _order(G3, "c2", "b1", 7, "Canceled"),
        ]
    )
    Token.objects.bulk_create(
        [
            _token("T1", "c1", None, None, "AAA-111", "Circulated", G1),
            _token("T2", "c1", "b1", None, "Aaa-222", "Reserved", G1),
            _token("T3", "c1", "b2", "a9", "BBB-333", "Redeemed", G2),
            _token(ODD, "c2", None, None, "CCC-444", "Minted", None),
        ]
    )
    MintRequest.objects.create(id=UUID(M1), catalog_id="c1", quantity=BIG)
    PrintJob.objects.create(
        id=UUID(P1), created_on=MOMENT, content=MEDIA, content_type="application/pdf"
    )
    Category.objects.bulk_create(
        [
            Category(id="all", name="Everything"),
            Category(id="games", name="Games", parent_id="all"),
            Category(id="music", name="Music", parent_id="all"),
            Category(id="chess", name="Chess", parent_id="games"),
            Category(id="blitz", name="Blitz", parent_id="chess"),
        ]
    )


def _order(id_, catalog, account, quantity, state) -> Order:
    return Order(
        id=UUID(id_),
        catalog_id=catalog,
        billing_account_id=account,
        quantity=quantity,
        state=state,
    )


def _token(id_, catalog, reserved, redeemed, code, state, order) -> Token:
    return Token(
        id=id_,
        catalog_id=catalog,
        reserved_by_billing_account_id=reserved,
        redeemed_by_account_id=redeemed,
        code=code,
        state=state,
        order_id=order and UUID(order),
    )
