"""Callers of every role, a catalog item, and tokens."""

import pytest

from api.models import Client, Role
from api.v1.tests.caller import Caller, begin, codes, settle
from tokens.models import CatalogItem
from tokens.tests.partners import RSA


@pytest.fixture
def clients(db):  # asked for its effect
    begin()
    return Client.objects.bulk_create(
        [
            Client(id="operator", name="Operator", role=Role.OPERATOR),
            Client(id="northwind", name="N", role=Role.PARTNER, billing_account_id="nw"),
            Client(id="fabrikam", name="F", role=Role.PARTNER, billing_account_id="fk"),
            Client(id="shop", name="Shop", role=Role.STOREFRONT),
            Client(id="kiosk", name="Kiosk", role=Role.STOREFRONT),
        ]
    )


@pytest.fixture
def operator(clients):
    return Caller(clients[0])


@pytest.fixture
def northwind(clients):
    return Caller(clients[1])


@pytest.fixture
def fabrikam(clients):
    return Caller(clients[2])


@pytest.fixture
def shop(clients):
    return Caller(clients[3])


@pytest.fixture
def kiosk(clients):
    return Caller(clients[4])


@pytest.fixture
def card(db):  # asked for its effect
    """A catalog item."""
    return CatalogItem.objects.create(id="card", name="Game card").id


@pytest.fixture
def minted(operator, card):
    """A mint request of 100 tokens, completed."""
    created = operator.created("MintRequests", {"catalogId": card, "quantity": 100})
    settle()
    return created["id"]


@pytest.fixture
def ordered(northwind, minted):  # asked for its effect
    """An order of ten activated tokens."""
    created = northwind.created("Orders", {"catalogId": "card", "quantity": 10})
    settle()
    return created["id"]


@pytest.fixture
def names(northwind, minted, ordered):
    """What there is of northwind's, by what it is: ids, and a code."""
    listed = northwind.get(f"Orders({ordered})/Tokens").json()["value"]
    certificate = northwind.created("Certificates", {"pem": RSA.pem})["id"]
    job = northwind.created("PrintJobs", {"catalogId": "card", "quantity": 3})["id"]
    settle()
    return {
        "job": job,
        "certificate": certificate,
        "mint": minted,
        "order": ordered,
        "token": listed[0]["id"],
        "code": listed[0]["code"],
    }


@pytest.fixture
def things(names, northwind, shop, ordered):
    """What there is: of everything one, northwind's, and one token redeemed by shop."""
    code = codes(northwind, ordered)[1]
    assert shop.post("Tokens/Redeem", {"code": code}).status_code == 200
    waiting = {"catalogId": "card", "quantity": 10_000}
    later = northwind.post("Orders", waiting, Prefer="respond-async")
    assert later.status_code == 202
    settle()
    return {**names, "item": "card", "monitor": later["Location"].rpartition("/")[2]}


@pytest.fixture
def callers(clients):
    return {client.id: Caller(client) for client in clients}
