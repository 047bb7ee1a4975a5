"""Reads the log in order of position without missing anything, while others write.

Positions are drawn before commit, so a lower one may become visible after a higher one.
Every writer, before it draws positions, reads the sequence's last value f and takes a
shared lock whose key contains f: all its positions are greater than f, and the lock ends
with its transaction. The reader, in three statements, each with a snapshot of its own:

1. reads the last value u of the sequence;
2. reads m, the lowest f of all locks that are held;
3. reads the events with position <= min(u, m).

A writer that holds its lock at step 2 has only positions > m. One that takes it later
draws its positions after step 1, so they are > u. One whose lock was gone at step 2 has
committed or rolled back, and step 3 sees what it committed. In one statement, or in a
transaction with one snapshot for all three, this would not hold.
"""

from collections.abc import Sequence
from typing import Any

from tokens.adapters.codec import decode_event
from tokens.adapters.postgres.database import rows
from tokens.domain.ports import Origin, Recorded

LAST_POSITION = "SELECT last_value FROM tokens_position"
# A lock of one bigint key shows its upper half in classid, its lower in objid.
LOWEST_FLOOR = """
    SELECT min(((classid::bigint & 65535) << 32) | objid::bigint)
    FROM pg_locks
    WHERE locktype = 'advisory' AND objsubid = 1 AND classid::bigint >> 16 = x'544b'::bigint
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
# Plan: one index scan of tokens_event_position, in its order.
EVENTS = """
    SELECT position, stream, version, type, data, event_id,
           correlation_id, causation_id, actor, recorded_on
    FROM tokens_event WHERE position > %s AND position <= %s ORDER BY position LIMIT %s
"""


class OrderedReader:
    """The log for projections; not for use in a REPEATABLE READ transaction."""

    def read(self, after: int, limit: int) -> Sequence[Recorded]:
        return events_between(after, self.safe_position(), limit)

    def safe_position(self) -> int:
        """Return the position up to which everything is committed or will never be."""
        ((last,),) = rows(LAST_POSITION)
        ((floor,),) = rows(LOWEST_FLOOR)
        return int(last if floor is None else min(last, floor))


def events_between(after: int, last: int, limit: int) -> list[Recorded]:
    """Return events in order of position, as far as they are visible now."""
    return [_recorded(row) for row in rows(EVENTS, [after, last, limit])]


def _recorded(row: tuple[Any, ...]) -> Recorded:
    position, stream, version, kind, data, event_id, correlation, causation, actor, on = row
    origin = Origin(correlation, causation, actor)
    return Recorded(position, stream, version, decode_event(kind, data), event_id, origin, on)
