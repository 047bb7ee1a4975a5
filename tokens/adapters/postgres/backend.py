"""The storage on PostgreSQL: ports that work within Django's transactions."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import OperationalError
from django.db.transaction import atomic
from psycopg.errors import DeadlockDetected, SerializationFailure

from tokens.adapters.postgres import outbox
from tokens.adapters.postgres.catalog import PostgresCatalog
from tokens.adapters.postgres.certificates import PostgresCertificates
from tokens.adapters.postgres.database import Hint
from tokens.adapters.postgres.event_log import PostgresEventLog
from tokens.adapters.postgres.guessing import (
    GuessingEventLog,
    GuessingQuarantines,
    GuessingTokenVault,
)
from tokens.adapters.postgres.outbox import PostgresOutbox
from tokens.adapters.postgres.quarantines import PostgresQuarantines
from tokens.adapters.postgres.remembered_lots import RememberedLots
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
    quarantines: PostgresQuarantines
    serials: PostgresSerials
    catalog: PostgresCatalog
    certificates: PostgresCertificates


class PostgresBackend:
    """One for the process; its transactions are savepoints within one that is open."""

    def __init__(
        self,
        clock: Clock,
        serials: PostgresSerials,
        *,
        on_events: Hint,
        on_messages: Hint,
        on_slow_messages: Hint,
    ) -> None:
        self._clock = clock
        self._serials = serials
        self._on_events = on_events
        self._on_messages = on_messages
        self._on_slow_messages = on_slow_messages
        self._remembered = RememberedLots()

    def transaction(
        self, *, guess: bool = False
    ) -> AbstractContextManager[PostgresTransaction]:
        return self._guessing() if guess else self._reading()

    @contextmanager
    def _reading(self) -> Iterator[PostgresTransaction]:
        with _losing_races(), atomic():
            log = PostgresEventLog(self._clock, self._on_events)
            vault = PostgresTokenVault(self._remembered)
            opened = self._opened(log, vault, PostgresQuarantines())
            yield opened
            opened.vault.flush()

    @contextmanager
    def _guessing(self) -> Iterator[PostgresTransaction]:
        vault = GuessingTokenVault(self._remembered)
        log = GuessingEventLog(self._clock, self._on_events, vault)
        # Appending is the only statement: a transaction by itself or, within another's, undone
        # by itself.
        try:
            with _losing_races():
                yield self._opened(log, vault, GuessingQuarantines())
        except ConcurrencyError:
            vault.forget()
            raise

    def _opened(
        self, log: PostgresEventLog, vault: PostgresTokenVault, quarantines: PostgresQuarantines
    ) -> PostgresTransaction:
        return PostgresTransaction(
            log,
            vault,
            PostgresOutbox(self._on_messages, self._on_slow_messages),
            PostgresWaitingList(),
            quarantines,
            self._serials,
            PostgresCatalog(),
            PostgresCertificates(),
        )

    def claim(self, now: datetime, limit: int) -> Sequence[Envelope]:
        return outbox.claim(now, limit)

    def hold_slow(self, now: datetime) -> AbstractContextManager[Envelope | None]:
        return outbox.hold_slow(now)

    def settle(self, envelope: Envelope) -> None:
        outbox.settle(envelope)

    def postpone(self, envelope: Envelope, due: datetime, error: BaseException) -> None:
        outbox.postpone(envelope, due, error)

    def bury(self, envelope: Envelope, error: BaseException) -> None:
        outbox.bury(envelope, error)


@contextmanager
def _losing_races() -> Iterator[None]:
    """Tell deadlocks and guesses that were wrong as the port does."""
    try:
        yield
    except OperationalError as error:
        if not isinstance(error.__cause__, DeadlockDetected | SerializationFailure):
            raise
        raise ConcurrencyError("lots", 0) from error
