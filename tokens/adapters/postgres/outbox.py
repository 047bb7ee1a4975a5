"""Messages in a table, beside the events of the transaction that sent them."""

import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db.transaction import on_commit

from tokens.adapters.codec import decode_command, encode_command
from tokens.adapters.postgres.database import (
    RECIPIENTS,
    SLOW_MESSAGES,
    Hint,
    connection_lock,
    execute,
    lock_key,
    rows,
)
from tokens.application.registry import COMMANDS
from tokens.domain.ids import AccountId
from tokens.domain.ports import Envelope, Origin

SLOW = [name for name, command in COMMANDS.items() if command.is_slow]
SEND = """
    INSERT INTO tokens_message
        (message_id, recipient, type, data, correlation_id, causation_id, actor, due)
    SELECT * FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::jsonb[],
                         %s::text[], %s::uuid[], %s::text[], %s::timestamptz[])
"""
# Plan: index scan of tokens_message_due; few recipients are busy at a time.
NEXT_RECIPIENT = """
    SELECT recipient FROM tokens_message
    WHERE due <= %s AND type <> ALL(%s) AND recipient <> ALL(%s) ORDER BY due, id LIMIT 1
"""
# Whoever delivers to a recipient has it for itself: two would only overtake one another.
TRY_LOCK = "SELECT pg_try_advisory_xact_lock(%s)"
# What is taken leaves its trail, by which operators see what led to an event.
CLAIM = """
    WITH due AS (
        SELECT id FROM tokens_message WHERE recipient = %s AND due <= %s AND type <> ALL(%s)
        ORDER BY due, id LIMIT %s FOR UPDATE SKIP LOCKED
    ), claimed AS (
        DELETE FROM tokens_message USING due WHERE tokens_message.id = due.id
        RETURNING tokens_message.*
    ), kept AS (
        INSERT INTO tokens_deliveredmessage (message_id, causation_id, type, recipient)
        SELECT message_id, causation_id, type, recipient FROM claimed
    )
    SELECT message_id, type, data, correlation_id, causation_id, actor, due, attempts
    FROM claimed ORDER BY due, id
"""
# Plan: index scan of tokens_message_due; those that others hold are passed over.
# One at a time for each account, so that nobody waits for all that another has asked for.
_LANE = "coalesce(data ->> 'account_id', message_id::text)"
NEXT_SLOW = f"""
    SELECT {_LANE}, message_id, type, data, correlation_id, causation_id, actor, due, attempts
    FROM tokens_message
    WHERE due <= %s AND type = ANY(%s) AND {_LANE} <> ALL(%s) ORDER BY due, id LIMIT 1
"""
IS_THERE = "SELECT 1 FROM tokens_message WHERE message_id = %s AND due <= %s"
SETTLE = """
    WITH settled AS (DELETE FROM tokens_message WHERE message_id = %s RETURNING *)
    INSERT INTO tokens_deliveredmessage (message_id, causation_id, type, recipient)
    SELECT message_id, causation_id, type, recipient FROM settled
"""
HASTEN = f"""
    UPDATE tokens_message SET due = %s
    WHERE type = ANY(%s) AND {_LANE} = %s AND due > %s
"""
POSTPONE = """
    UPDATE tokens_message SET attempts = attempts + 1, due = %s, last_error = %s
    WHERE message_id = %s
"""
BURY = """
    WITH dead AS (DELETE FROM tokens_message WHERE message_id = %s RETURNING *)
    INSERT INTO tokens_deadletter
    SELECT message_id, recipient, type, data, correlation_id, causation_id, actor,
           attempts + 1, %s, clock_timestamp() FROM dead
"""


class PostgresOutbox:
    """Stores messages within the transaction that is open."""

    def __init__(self, hint: Hint, hint_of_slow: Hint) -> None:
        self._hint = hint
        self._hint_of_slow = hint_of_slow

    def send(self, envelopes: Sequence[Envelope]) -> None:
        encoded = [encode_command(envelope.command) for envelope in envelopes]
        columns: list[list[Any]] = [
            [envelope.message_id for envelope in envelopes],
            [envelope.command.recipient for envelope in envelopes],
            [kind for kind, _ in encoded],
            [data for _, data in encoded],
            [envelope.origin.correlation_id for envelope in envelopes],
            [envelope.origin.causation_id for envelope in envelopes],
            [envelope.origin.actor for envelope in envelopes],
            [envelope.due for envelope in envelopes],
        ]
        execute(SEND, columns)
        for is_slow in {envelope.command.is_slow for envelope in envelopes}:
            on_commit(self._hint_of_slow if is_slow else self._hint)


def claim(now: datetime, limit: int) -> list[Envelope]:
    """Take due messages of one recipient that nobody else is busy with; see Backend.claim."""
    busy: list[str] = []
    while found := rows(NEXT_RECIPIENT, [now, SLOW, busy]):
        ((recipient,),) = found
        ((locked,),) = rows(TRY_LOCK, [lock_key(RECIPIENTS, recipient)])
        if locked:
            claimed = rows(CLAIM, [recipient, now, SLOW, limit])
            if claimed:
                return [_envelope(row) for row in claimed]
        busy.append(recipient)
    return []


@contextmanager
def hold_slow(now: datetime) -> Iterator[Envelope | None]:
    """Keep a slow message from others; see Backend.hold_slow."""
    held: list[str] = []
    while found := rows(NEXT_SLOW, [now, SLOW, held]):
        lane, *message = found[0]
        envelope = _envelope(tuple(message))
        with connection_lock(lock_key(SLOW_MESSAGES, lane)) as locked:
            if not locked:
                held.append(lane)
            # Whoever held it until now may have settled or postponed it.
            elif rows(IS_THERE, [envelope.message_id, now]):
                yield envelope
                return
    yield None


def settle(envelope: Envelope) -> None:
    """Drop a message that was dealt with, and leave its trail."""
    execute(SETTLE, [envelope.message_id])


def hasten(account_id: AccountId, now: datetime) -> None:
    """Let the slow messages of an account be due, if they were put off."""
    execute(HASTEN, [now, SLOW, account_id, now])


def postpone(envelope: Envelope, due: datetime, error: BaseException) -> None:
    """Count a failed attempt, and deliver the message again at `due`."""
    execute(POSTPONE, [due, _told(error), envelope.message_id])


def bury(envelope: Envelope, error: BaseException) -> None:
    """Move a message to the dead letters."""
    execute(BURY, [envelope.message_id, _told(error)])


def _envelope(row: tuple[Any, ...]) -> Envelope:
    message_id, kind, data, correlation_id, causation_id, actor, due, attempts = row
    origin = Origin(correlation_id, causation_id, actor)
    return Envelope(message_id, decode_command(kind, data), origin, due, attempts)


def _told(error: BaseException) -> str:
    return "".join(traceback.format_exception(error))
