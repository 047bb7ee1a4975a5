"""A running system with stock for each client."""

from uuid import uuid4

import pytest

from api.tests.clients import node
from api.tests.clients.partner import Partner
from contoso.tests.api_client import Client
from contoso.tests.running_system import RunningSystem
from contoso.tests.waiting import eventually

STOCK = 10_000


@pytest.fixture(scope="session")
def system():
    running = RunningSystem.throwaway().start()
    yield running
    running.stop()
    running.remove()


@pytest.fixture(scope="session")
def partner(system):
    """Makes a partner's credentials and a catalog item with stock, one for each client."""
    clients = system.demo["clients"]
    operator = Client(system.address, clients["operator"], lambda: str(uuid4()))

    def stocked(name: str) -> Partner:
        operator.post("CatalogItems", {"id": name, "name": f"For {name}"}).expect(201)
        minting = {"catalogId": name, "quantity": STOCK}
        mint = operator.post("MintRequests", minting).expect(201).json["id"]
        eventually(
            lambda: operator.look(f"MintRequests({mint})").json["state"],
            lambda state: state == "Completed",
        )
        return Partner(system.address, clients["northwind"], name)

    return stocked


@pytest.fixture(scope="session")
def packages():
    """The packages of the lock file, installed."""
    node.install()


@pytest.fixture(scope="session")
def generated(packages, partner):
    """The clients that are made of $metadata."""
    node.generate(partner("generators").environment)
