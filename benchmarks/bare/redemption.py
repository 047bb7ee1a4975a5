"""The statement of a redemption with parameters made by hand."""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from tokens.adapters.postgres.database import rows
from tokens.adapters.postgres.event_log import APPEND


def redeem(known: dict[str, Any]) -> int:
    """Redeem a token whose lot the caller tells; return the position."""
    stream = f"token-{known['mintRequestId'].replace('-', '')}-{known['sequence']:013d}"
    facts = {"catalog_id": known["item"], "order_id": known["order"], "account_id": "northwind"}
    cause = str(uuid4())
    ends = [(str(uuid4()), "bare", cause, "storefront") for _ in range(2)]
    drawn = {"state": "Activated", **facts}
    version = known["version"]
    events = [
        (stream, version, "token.drawn.v1", drawn, *ends[0]),
        (stream, version + 1, "token.redeemed.v1", {"account_id": "ada"}, *ends[1]),
    ]
    values = [json.dumps(events), datetime.now(UTC), f"{{{known['lot']}}}"]
    ((position,),) = rows(APPEND, values)
    return int(position)
