"""The event log in one table; appending takes one round trip."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db import IntegrityError
from django.db.transaction import on_commit

from tokens.adapters.codec import decode_event, encode_events
from tokens.adapters.postgres.database import Hint, rows
from tokens.domain.aggregate import Versioned
from tokens.domain.errors import ConcurrencyError
from tokens.domain.ids import StreamId
from tokens.domain.ports import Clock, NewEvent

# Plan: one index scan of tokens_event_stream_version.
LOAD = "SELECT version, type, data FROM tokens_event WHERE stream = %s ORDER BY version"
LOAD_MANY = """
    SELECT stream, version, type, data FROM tokens_event
    WHERE stream = ANY(%s) ORDER BY stream, version
"""
# All events in one JSON value: eight arrays would take longer to send than to store.
APPEND = "SELECT tokens_append(%s::jsonb, %s, %s::bigint[])"
TRY_APPEND = "SELECT tokens_try_append(%s::jsonb, %s, %s::bigint[])"
"""Undoes itself, and returns nothing, where others were faster or hold what it needs."""


class PostgresEventLog:
    """Appends within the transaction that is open."""

    def __init__(self, clock: Clock, hint: Hint) -> None:
        self._clock = clock
        self._hint = hint

    def load(self, stream: StreamId) -> Sequence[Versioned]:
        return [
            Versioned(version, decode_event(kind, data))
            for version, kind, data in rows(LOAD, [stream])
        ]

    def load_many(self, streams: Iterable[StreamId]) -> Mapping[StreamId, Sequence[Versioned]]:
        found: dict[StreamId, list[Versioned]] = defaultdict(list)
        for stream, version, kind, data in rows(LOAD_MANY, [list(streams)]):
            found[stream].append(Versioned(version, decode_event(kind, data)))
        return found

    def append(self, events: Sequence[NewEvent]) -> int:
        return self._append(events, [])

    def _append(
        self, events: Sequence[NewEvent], lots: Sequence[int], statement: str = APPEND
    ) -> int:
        # The driver would look into a list at length; as text PostgreSQL reads it the same.
        values = [encode_events(events), self._clock.now(), f"{{{','.join(map(str, lots))}}}"]
        try:
            ((position,),) = rows(statement, values)
        except IntegrityError as error:
            if "tokens_event_stream_version" not in str(error):
                raise
            raise ConcurrencyError(events[0].stream, events[0].version) from error
        if position is None:
            raise ConcurrencyError(events[0].stream, events[0].version)
        on_commit(self._hint)
        return int(position)
