"""Messages that failed too often, in a table of their own until an operator decides."""

from collections.abc import Sequence
from uuid import UUID

from django.db.transaction import on_commit

from tokens.adapters.postgres.database import Hint, rows

REPLAY = """
    WITH risen AS (DELETE FROM tokens_deadletter WHERE message_id = ANY(%s) RETURNING *)
    INSERT INTO tokens_message
        (message_id, recipient, type, data, correlation_id, causation_id, actor, due)
    SELECT message_id, recipient, type, data, correlation_id, causation_id, actor,
           clock_timestamp() FROM risen
    RETURNING message_id
"""
DISCARD = "DELETE FROM tokens_deadletter WHERE message_id = ANY(%s) RETURNING message_id"


class PostgresDeadLetters:
    """Each call is one statement; unknown ids are passed over."""

    def __init__(self, hint: Hint) -> None:
        self._hint = hint

    def replay(self, message_ids: Sequence[UUID]) -> int:
        """Send messages again, with all their attempts before them; return how many."""
        on_commit(self._hint)
        return len(rows(REPLAY, [list(message_ids)]))

    def discard(self, message_ids: Sequence[UUID]) -> int:
        """Drop messages for good; return how many."""
        return len(rows(DISCARD, [list(message_ids)]))
