"""The statements of a redemption with parameters made by hand."""

import json
from datetime import UTC, datetime
from uuid import UUID, uuid4

from tokens.adapters.postgres.database import rows
from tokens.adapters.postgres.event_log import APPEND, LOAD
from tokens.adapters.postgres.lot_sql import COVERING_ONE_LOCKED


def redeem(mint_request_id: str, sequence: int) -> int:
    """Redeem a token within the open transaction; return the position."""
    stream = f"token-{mint_request_id.replace('-', '')}-{sequence:013d}"
    ((_, _, _, _, version, state, item, order_id, account),) = rows(
        COVERING_ONE_LOCKED[0], [UUID(mint_request_id), sequence]
    )
    rows(LOAD, [stream])
    facts = {"catalog_id": item, "order_id": str(order_id), "account_id": account}
    cause = str(uuid4())
    ends = [(str(uuid4()), "bare", cause, "storefront") for _ in range(2)]
    events = [
        (stream, version, "token.drawn.v1", {"state": state, **facts}, *ends[0]),
        (stream, version + 1, "token.redeemed.v1", {"account_id": "ada"}, *ends[1]),
    ]
    ((position,),) = rows(APPEND, [json.dumps(events), datetime.now(UTC)])
    return int(position)
