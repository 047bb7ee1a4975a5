"""How many tokens of each catalog item are in each state: written as differences."""

from collections import Counter
from collections.abc import Iterable

from django.db import connection

from tokens.domain.lots.events import LotEvent, TokensMinted
from tokens.domain.token.state import TokenState

Counts = Counter[tuple[str, TokenState]]

# TokenState.MINTED is the stage before circulation; `minted` counts all that ever were.
COUNTED = (
    TokenState.CIRCULATED,
    TokenState.RESERVED,
    TokenState.ACTIVATED,
    TokenState.REDEEMED,
    TokenState.VOIDED,
)
ADD = """
    INSERT INTO projections_catalogitemcounts AS c
        (catalog_id, minted, circulated, reserved, activated, redeemed, voided, position)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
    ON CONFLICT (catalog_id) DO UPDATE SET
        minted = c.minted + excluded.minted,
        circulated = c.circulated + excluded.circulated,
        reserved = c.reserved + excluded.reserved,
        activated = c.activated + excluded.activated,
        redeemed = c.redeemed + excluded.redeemed,
        voided = c.voided + excluded.voided,
        position = excluded.position
"""


def ever_minted(events: Iterable[LotEvent]) -> Counter[str]:
    """Count the tokens that events bring into being, by catalog item."""
    minted: Counter[str] = Counter()
    for event in events:
        if isinstance(event, TokensMinted):
            minted[event.each.catalog_id] += sum(tokens.size for tokens in event.ranges)
    return minted


def add(before: Counts, after: Counts, minted: Counter[str], position: int) -> None:
    """Add the difference that a batch made."""
    after.subtract(before)
    moved = {catalog_id for (catalog_id, _), count in after.items() if count}
    with connection.cursor() as cursor:
        for catalog_id in sorted(moved | minted.keys()):
            counts = [after[catalog_id, state] for state in COUNTED]
            cursor.execute(ADD, [catalog_id, minted[catalog_id], *counts, position])
