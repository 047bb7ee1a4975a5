"""The orders that wait for stock, in a table that keeps the order in which they came."""

from collections.abc import Sequence

from tokens.adapters.postgres.database import execute, rows
from tokens.domain.ids import CatalogId, OrderId

ADD = """
    INSERT INTO tokens_waitingorder (catalog_id, order_id, quantity) VALUES (%s, %s, %s)
    ON CONFLICT (order_id) DO NOTHING
"""
# Plan: index scan of tokens_waitingorder_first.
FIRST = """
    SELECT order_id FROM tokens_waitingorder
    WHERE catalog_id = %s AND (%s::bigint IS NULL OR quantity <= %s) ORDER BY id LIMIT %s
"""


class PostgresWaitingList:
    """Kept within the transaction that is open."""

    def add(self, catalog_id: CatalogId, order_id: OrderId, quantity: int) -> None:
        execute(ADD, [catalog_id, order_id, quantity])

    def remove(self, order_id: OrderId) -> None:
        execute("DELETE FROM tokens_waitingorder WHERE order_id = %s", [order_id])

    def first(
        self, catalog_id: CatalogId, limit: int, available: int | None = None
    ) -> Sequence[OrderId]:
        found = rows(FIRST, [catalog_id, available, available, limit])
        return [order_id for (order_id,) in found]
