"""Taking stock for an order: concurrent orders take different lots while there are enough."""

from django.db import transaction

from tokens.adapters.postgres.database import ORDER_OF_STOCK, lock_key, rows
from tokens.adapters.postgres.lot_locks import CIRCULATED, Row, lock_every
from tokens.adapters.postgres.lot_sql import COLUMNS
from tokens.domain.ids import CatalogId

# The smallest lot that suffices, so that lots of one are used up and large ones stay large.
# Plan: index scan of tokens_lot_stock from the quantity upwards.
ONE_LOT = f"""
    SELECT {COLUMNS} FROM tokens_lot
    WHERE state = 'Circulated' AND catalog_id = %s AND size >= %s
    ORDER BY size, id LIMIT 1 FOR UPDATE SKIP LOCKED
"""
# The fewest lots that suffice together, less those in `tried`.
CANDIDATES = """
    SELECT id FROM (
        SELECT id, sum(size) OVER (ORDER BY size DESC, id) - size AS before
        FROM tokens_lot
        WHERE state = 'Circulated' AND catalog_id = %s AND id <> ALL(%s)
    ) AS running WHERE before < %s
"""
LOCK_FREE = f"""
    SELECT {COLUMNS} FROM tokens_lot
    WHERE id = ANY(%s) AND state = 'Circulated' FOR UPDATE SKIP LOCKED
"""


def take_stock(catalog_id: CatalogId, quantity: int) -> list[Row]:
    """Return locked rows of lots that suffice or, where stock is short, of all there are."""
    found = rows(ONE_LOT, [catalog_id, quantity]) or _several_free(catalog_id, quantity)
    if found:
        return found
    # Short, or others hold the rest. Whoever is releasing stock commits before this lock is
    # had, and whoever releases later waits for this transaction, and sees that it waits.
    rows("SELECT pg_advisory_xact_lock(%s)", [lock_key(ORDER_OF_STOCK, catalog_id)])
    return lock_every(CIRCULATED, catalog_id)


def _several_free(catalog_id: CatalogId, quantity: int) -> list[Row]:
    """Return locked rows that suffice, or none."""
    savepoint = transaction.savepoint()
    held: list[Row] = []
    tried: list[int] = []
    needed = quantity
    while needed > 0:
        candidates = [row_id for (row_id,) in rows(CANDIDATES, [catalog_id, tried, needed])]
        if not candidates:
            # Gives the locks back: nobody may wait for others and keep others waiting.
            transaction.savepoint_rollback(savepoint)
            return []
        tried += candidates
        locked = rows(LOCK_FREE, [candidates])
        held += locked
        needed -= _size(locked)
    transaction.savepoint_commit(savepoint)
    return held


def _size(found: list[Row]) -> int:
    return sum(stop - start for _, _, start, stop, *_ in found)
