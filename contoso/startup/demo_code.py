"""A code that can be redeemed right now, read as partners do: from an order of their own."""

import json
import time
import urllib.request
from base64 import b64encode
from typing import Any

_PATIENCE_SECONDS = 5.0
_FULFILLED = "Orders?$filter=state%20eq%20'Fulfilled'&$top=20"
_ACTIVATED = "Orders({0})/Tokens?$filter=state%20eq%20'Activated'&$top=1"


def redeemable_code(address: str, partner: dict[str, str]) -> str | None:
    """Return a code of the partner's orders; None where none is left to redeem.

    On the first start the demo order is being fulfilled just now: that is waited for.
    """
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            orders = _values(address, partner, "Orders?$top=20")
            found = _first_code(address, partner)
        except (OSError, ValueError):
            return None
        waiting = any(order["state"] in {"Placed", "Processing"} for order in orders)
        if found or not waiting or time.monotonic() > deadline:
            return found
        time.sleep(0.1)


def _first_code(address: str, partner: dict[str, str]) -> str | None:
    for order in _values(address, partner, _FULFILLED):
        for token in _values(address, partner, _ACTIVATED.format(order["id"])):
            return str(token["code"])
    return None


def _values(address: str, partner: dict[str, str], path: str) -> list[dict[str, Any]]:
    credentials = b64encode(f"{partner['id']}:{partner['secret']}".encode()).decode()
    request = urllib.request.Request(  # noqa: S310 - our own address, http on loopback
        f"{address}/api/v1/{path}", headers={"Authorization": f"Basic {credentials}"}
    )
    with urllib.request.urlopen(request, timeout=10) as response:  # noqa: S310 - as above
        values: list[dict[str, Any]] = json.load(response)["value"]
        return values
