"""A partner's view of the running system: where it is, who asks, and what there is to order."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from contoso.tests.api_client import Client
from contoso.tests.waiting import eventually


@dataclass(frozen=True)
class Partner:
    """`item` is a catalog item of one client's own, so that flows do not count each other's."""

    address: str
    credentials: Mapping[str, str]
    item: str

    @property
    def root(self) -> str:
        """The service's root, without a trailing slash."""
        return f"{self.address}/api/v1"

    @property
    def environment(self) -> dict[str, str]:
        """The same as service.js reads it."""
        return {
            "SERVICE_ROOT": self.root,
            "SERVICE_CLIENT": "{id}:{secret}".format_map(self.credentials),
            "CATALOG_ID": self.item,
        }

    @property
    def http(self) -> Client:
        """Plain requests."""
        return Client(self.address, self.credentials, lambda: str(uuid4()))

    def fulfilled(self, quantity: int) -> Mapping[str, Any]:
        """An order as another program has placed it, once the read model has it fulfilled."""
        wanted = {"catalogId": self.item, "quantity": quantity}
        placed = self.http.post("Orders", wanted).expect(201).json
        path = f"Orders?$filter=id%20eq%20{placed['id']}%20and%20state%20eq%20'Fulfilled'"
        found: list[dict[str, Any]] = eventually(
            lambda: self.http.look(path).json["value"], bool
        )
        return found[0]
