"""How many messages are due, since when, and of which types; nothing is counted further."""

from dataclasses import dataclass
from datetime import datetime

from tokens.adapters.postgres.database import rows

MOST = 10_000
# Plan: index scan of tokens_message_due, at most MOST rows.
DUE_BY_TYPE = """
    SELECT type, count(*), min(due)
    FROM (SELECT type, due FROM tokens_message WHERE due <= %s ORDER BY due, id LIMIT %s) AS due
    GROUP BY type ORDER BY count(*) DESC, type
"""
# Plan: index scan of tokens_message_due, one row.
NEXT = "SELECT min(due) FROM tokens_message WHERE due > %s"


@dataclass(frozen=True)
class Due:
    """What is due now: the types with their counts, and the oldest of all."""

    by_type: list[tuple[str, int]]
    oldest: datetime | None
    next: datetime | None

    @property
    def count(self) -> str:
        """How many there are, or that there are no fewer."""
        found = sum(count for _, count in self.by_type)
        return f"{found:,} or more" if found >= MOST else f"{found:,}"


def due_messages(now: datetime) -> Due:
    """Return what is due; two queries, along an index."""
    found = rows(DUE_BY_TYPE, [now, MOST])
    ((next_due,),) = rows(NEXT, [now])
    oldest = min((since for _, _, since in found), default=None)
    return Due([(kind, count) for kind, count, _ in found], oldest, next_due)
