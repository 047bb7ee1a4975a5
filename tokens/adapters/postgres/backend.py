"""The storage on PostgreSQL: ports that work within Django's transactions."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import OperationalError
from django.db.transaction import atomic
from psycopg.errors import DeadlockDetected

from tokens.adapters.postgres import outbox
from tokens.adapters.postgres.catalog import PostgresCatalog
from tokens.adapters.postgres.database import Hint
from tokens.adapters.postgres.event_log import PostgresEventLog
from tokens.adapters.postgres.outbox import PostgresOutbox
from tokens.adapters.postgres.serials import PostgresSerials
from tokens.adapters.postgres.vault import PostgresTokenVault
from tokens.adapters.postgres.waiting_list import PostgresWaitingList
from tokens.domain.errors import ConcurrencyError
from tokens.domain.ports import Clock, Envelope


@dataclass
class PostgresTransaction:
    """The ports within one transaction."""

    log: PostgresEventLog
    vault: PostgresTokenVault
    outbox: PostgresOutbox
    waiting: PostgresWaitingList
    serials: PostgresSerials
    catalog: PostgresCatalog


class PostgresBackend:
    """One for the process; its transactions are savepoints within one that is open."""

    def __init__(
        self, clock: Clock, serials: PostgresSerials, *, on_events: Hint, on_messages: Hint
    ) -> None:
        self._clock = clock
        self._serials = serials
        self._on_events = on_events
        self._on_messages = on_messages

    @contextmanager
    def transaction(self) -> Iterator[PostgresTransaction]:
        try:
            with atomic():
                opened = PostgresTransaction(
                    PostgresEventLog(self._clock, self._on_events),
                    PostgresTokenVault(),
                    PostgresOutbox(self._on_messages),
                    PostgresWaitingList(),
                    self._serials,
                    PostgresCatalog(),
                )
                yield opened
                opened.vault.flush()
        except OperationalError as error:
            if not isinstance(error.__cause__, DeadlockDetected):
                raise
            raise ConcurrencyError("deadlock", 0) from error

    def claim(self, now: datetime, limit: int) -> Sequence[Envelope]:
        return outbox.claim(now, limit)

    def postpone(self, envelope: Envelope, due: datetime, error: BaseException) -> None:
        outbox.postpone(envelope, due, error)

    def bury(self, envelope: Envelope, error: BaseException) -> None:
        outbox.bury(envelope, error)
