"""The system under measurement: started for the run alone, and reached from here as well."""

import base64
import http.client
import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import django

from contoso.tests.running_system import RunningSystem

SETTINGS = "benchmarks.bare.settings"
ROOT = "/api/v1/"
IDLE = 5.0
Json = Any
"""What JSON says; each benchmark knows what it asked for."""


class Caller:
    """A service client with one connection that it keeps."""

    def __init__(self, port: int, credentials: Mapping[str, str]) -> None:
        text = f"{credentials['id']}:{credentials['secret']}"
        self.headers = {
            "Authorization": "Basic " + base64.b64encode(text.encode()).decode(),
            "Content-Type": "application/json",
        }
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._used = time.monotonic()

    def send(
        self, method: str, path: str, body: object = None, **headers: str
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        """Return status, headers and body of the answer; `path` may be below the root."""
        return self.send_text(
            method, path, None if body is None else json.dumps(body), **headers
        )

    def send_text(
        self, method: str, path: str, data: str | None, **headers: str
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        """Send a body that is ready; otherwise as `send`."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        address = path if path.startswith("/") else ROOT + path
        if time.monotonic() - self._used > IDLE:
            # The server hangs up on who is silent; the next request connects anew.
            self._connection.close()
        self._used = time.monotonic()
        self._connection.request(method, address, data, {**self.headers, **given})
        response = self._connection.getresponse()
        return response.status, response.headers, response.read()

    def get(self, path: str) -> Json:
        """Return what an answer of 200 says: JSON read, text as a number."""
        status, _, text = self.send("GET", path.replace(" ", "%20"))
        if status != http.HTTPStatus.OK:
            raise RuntimeError(path, status, text)
        return json.loads(text)

    def post(self, path: str, body: object = None, **headers: str) -> Json:
        """Return the JSON of an answer that grants what was asked."""
        status, _, text = self.send("POST", path, body, **headers)
        if status >= http.HTTPStatus.BAD_REQUEST:
            raise RuntimeError(path, status, text)
        return json.loads(text)


class System:
    """Everything that `make up` starts, in a temporary home; Django here uses its servers."""

    def __init__(self, running: RunningSystem) -> None:
        self.port = running.port
        self._clients = running.demo["clients"]
        self.operator = self.caller("operator")
        self.northwind = self.caller("northwind")
        self.storefront = self.caller("storefront")

    def caller(self, name: str) -> Caller:
        """Return a demo client with a connection of its own."""
        return Caller(self.port, self._clients[name])

    def new_item(self) -> str:
        """Make a catalog item of which nothing is there yet; return its id."""
        item = f"item-{uuid4().hex[:8]}"
        self.operator.post("CatalogItems", {"id": item, "name": item})
        return item

    def mint(self, item: str, quantity: int) -> str:
        """Mint tokens and wait until they are in circulation; return the request's id."""
        made = self.operator.post("MintRequests", {"catalogId": item, "quantity": quantity})
        self.await_state(f"MintRequests({made['id']})", "Completed")
        return str(made["id"])

    def order(self, item: str, quantity: int) -> str:
        """Order tokens and wait until the order has them; return its id."""
        made = self.northwind.post("Orders", {"catalogId": item, "quantity": quantity})
        self.await_state(f"Orders({made['id']})", "Fulfilled")
        return str(made["id"])

    def await_state(self, path: str, state: str) -> None:
        """Read an entity every 5 ms until its state is the one."""
        await_equal(lambda: self.operator.get(path)["state"], state)

    def await_count(self, query: str, count: int) -> None:
        """Count tokens every 5 ms until there are so many."""
        await_equal(lambda: self.operator.get(f"Tokens/$count?$filter={query}"), count)


def await_equal(look: Callable[[], object], expected: object, seconds: float = 60) -> None:
    """Look every 5 ms until what is expected is there. Raises: TimeoutError."""
    deadline = time.monotonic() + seconds
    while (seen := look()) != expected:
        if time.monotonic() > deadline:
            raise TimeoutError(seen, expected)
        time.sleep(0.005)


@contextmanager
def started() -> Iterator[System]:
    """Start everything on a free port, and stop and remove it at the end."""
    running = RunningSystem.throwaway()
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "CONTOSO_HOME": str(running.home),
        # A thread here has one connection.
        "DATABASE_POOL_SIZE": "0",
    }
    try:
        running.start(
            DJANGO_SETTINGS_MODULE=SETTINGS,
            DATABASE_POOL_SIZE=os.environ.get("WEB_DATABASE_POOL_SIZE", "10"),
        )
        django.setup()
        yield System(running)
    finally:
        if running.process and running.process.poll() is None:
            running.stop()
        running.remove()
