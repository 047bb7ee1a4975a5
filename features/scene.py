"""What one scenario works with: a catalog item of its own, and clients in every role."""

import re
from itertools import count
from typing import Any
from uuid import uuid4

from contoso.tests.api_client import Answer, Client
from contoso.tests.running_system import RunningSystem

_CLIENTS = {
    "the operator": "operator",
    "Northwind": "northwind",
    "Fabrikam": "fabrikam",
    "the storefront": "storefront",
}
_LONGEST_SLUG = 40


class Scene:
    """One scenario's part of the system, which it shares with all others.

    Every request is named `<correlation>/<number>`, so that the messages that the scenario
    caused can be told from all others. `answers` are those to what somebody did in it.
    """

    def __init__(self, system: RunningSystem, scenario: str) -> None:
        unique = uuid4().hex[:8]
        self.correlation = f"{_slug(scenario)}-{unique}"
        self.item = f"card-{unique}"
        self.answers: list[Answer] = []
        self.mint: dict[str, Any]
        self.orders: list[dict[str, Any]] = []
        self.codes: list[str] = []
        self.print_job: str
        self.package: bytes
        self.token_id: str
        self.token_tag: str
        self._system = system
        self._numbers = count(1)
        self._clients: dict[str, Client] = {}

    def who(self, name: str) -> Client:
        """The client of somebody: of the operator, a partner, the storefront, a stranger."""
        if name not in self._clients:
            known = _CLIENTS.get(name)
            credentials = self._system.demo["clients"][known] if known else None
            self._clients[name] = Client(self._system.address, credentials, self._name_request)
        return self._clients[name]

    @property
    def operator(self) -> Client:
        return self.who("the operator")

    @property
    def answer(self) -> Answer:
        """The latest answer."""
        return self.answers[-1]

    def did(self, answer: Answer) -> Answer:
        """Remember what was answered to somebody."""
        self.answers.append(answer)
        return answer

    def key(self, name: str) -> str:
        """An idempotency key that no other scenario uses."""
        return f"{self.correlation}-{name}"

    def take_another_item(self) -> None:
        """Go on with another item, of which there are no tokens."""
        self.item = f"card-{uuid4().hex[:8]}"
        self.make_item()

    def make_item(self) -> None:
        """Put the scenario's item into the catalog."""
        self.operator.post("CatalogItems", {"id": self.item, "name": "Card"}).expect(201)

    def order_path(self, which: int = -1) -> str:
        """Where one of its orders is; the latest, unless another is named by its place."""
        return f"Orders({self.orders[which]['id']})"

    def stock(self) -> dict[str, int]:
        """How many of the item's tokens are in each state."""
        found = self.operator.get(f"CatalogItems('{self.item}')").expect(200).json
        states = ("minted", "circulated", "reserved", "activated", "redeemed", "voided")
        return {state: found[state] for state in states}

    def _name_request(self) -> str:
        return f"{self.correlation}/{next(self._numbers)}"


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:_LONGEST_SLUG].strip("-")
