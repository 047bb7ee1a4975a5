"""Locking every lot of a kind, those included that others are splitting right now."""

from typing import Any

from tokens.adapters.postgres.database import rows
from tokens.adapters.postgres.lot_sql import COLUMNS

Row = tuple[Any, ...]

CIRCULATED = "state = 'Circulated' AND catalog_id = %s"
HELD = "order_id = %s"
MINTED = "mint_request_id = %s"


def lock_every(kind: str, value: object) -> list[Row]:
    """Return the rows of all lots of a kind, locked; waits for those that others hold.

    Whoever takes a part of a lot leaves the rest as a new row, which a statement that waited
    for the old one never sees: only when a later one finds no lot that is not held here is
    there no more. In order of id, so that two who do this take turns.
    """
    while True:
        held = rows(
            f"SELECT {COLUMNS} FROM tokens_lot WHERE {kind} ORDER BY id FOR UPDATE", [value]
        )
        others = f"SELECT 1 FROM tokens_lot WHERE {kind} AND id <> ALL(%s) LIMIT 1"
        if not rows(others, [value, [row[0] for row in held]]):
            return held
