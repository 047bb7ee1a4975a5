"""The bus: executes commands of clients, and delivers messages that are due."""

import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from tokens.application.handlers import HANDLERS, Handler, bind, ports_of
from tokens.application.session import Session
from tokens.application.tracing import describe, undone
from tokens.domain.errors import ConcurrencyError, DomainError
from tokens.domain.messages import Command
from tokens.domain.ports import Backend, Clock, Envelope, Origin, Packages, Transaction

TRIES = 10
"""So often a command is tried when other writers get there first."""
GUESSED = frozenset({"tokens", "quarantines"})
"""What a transaction that guesses can tell."""
ATTEMPTS = 6
"""After so many failures a message becomes a dead letter."""
FIRST_DELAY = timedelta(seconds=1)
"""A failed message waits so long before it is tried again, and each time twice as long."""

trace = logging.getLogger("tokens.bus")


class Outcome(NamedTuple):
    """What a command led to: what its handler returned, and the position it reached."""

    result: Any
    position: int | None


class Bus:
    """Routes commands to their handlers, each in a transaction of its own."""

    def __init__(
        self,
        *,
        backend: Backend,
        clock: Clock,
        packages: Packages,
        order_timeout: timedelta = timedelta(days=1),
        print_job_timeout: timedelta = timedelta(days=1),
        package_retention: timedelta = timedelta(days=30),
        handlers: Mapping[type[Command], Handler] = HANDLERS,
    ) -> None:
        self._backend = backend
        self._clock = clock
        self._packages = packages
        self._order_timeout = order_timeout
        self._print_job_timeout = print_job_timeout
        self._package_retention = package_retention
        self._handlers = {kind: bind(handler) for kind, handler in handlers.items()}
        # What is asked of single tokens alone may be answered from memory first.
        self._guessed = {
            kind for kind, h in handlers.items() if GUESSED.issuperset(ports_of(h))
        }

    def execute(
        self, command: Command, origin: Origin, message_id: UUID | None = None
    ) -> Outcome:
        """Handle a client's command, or what a message asked for; it happened wholly then.

        Raises: DomainError, then nothing has happened; ConcurrencyError, when others were
        faster `TRIES` times.
        """
        cause = message_id or uuid4()
        guess = type(command) in self._guessed
        for tried in range(1, TRIES + 1):
            try:
                with self._backend.transaction(guess=guess) as transaction:
                    session = self._session(transaction)
                    result = self._handle(session, command, cause, origin)
                    position = session.flush()
                    if position is not None or not guess:
                        return Outcome(result, position)
            except ConcurrencyError as error:
                self._undone(command, cause, origin, error)
                if tried == TRIES:
                    raise
            except DomainError as error:
                self._undone(command, cause, origin, error)
                if not guess:
                    raise
            guess = False
        raise AssertionError

    def deliver(self, limit: int = 1_000, tries: int = TRIES) -> int:
        """Deliver up to `limit` messages that are due, all to one recipient.

        Returns how many were taken care of; 0 means that nothing is due. Where others are
        faster, it is tried again at once. When one fails, all are undone, and then delivered
        one by one so that only the failing one waits.
        """
        claimed: list[Envelope] = []
        try:
            with self._backend.transaction() as transaction:
                claimed += self._backend.claim(self._clock.now(), limit)
                if claimed:
                    self._deliver(claimed, transaction)
        except Exception as error:
            if not claimed:
                raise
            for envelope in claimed:
                self._undone(envelope.command, envelope.message_id, envelope.origin, error)
            if isinstance(error, ConcurrencyError) and tries > 1:
                return self.deliver(limit, tries - 1)
            if len(claimed) > 1:
                return self.deliver(limit=1)
            self.failed(claimed[0], error)
        return len(claimed)

    def failed(self, envelope: Envelope, error: Exception) -> None:
        """Have a message delivered again later or, after `ATTEMPTS` failures, not any more."""
        attempts = envelope.attempts + 1
        trace.warning("failed %s %s", type(envelope.command).__name__, envelope, exc_info=error)
        if attempts >= ATTEMPTS:
            self._backend.bury(envelope, error)
        else:
            delay = FIRST_DELAY * 2 ** (attempts - 1)
            self._backend.postpone(envelope, self._clock.now() + delay, error)

    def _deliver(self, envelopes: list[Envelope], transaction: Transaction) -> None:
        session = self._session(transaction)
        for envelope in envelopes:
            self._handle(session, envelope.command, envelope.message_id, envelope.origin)
        session.flush()

    def _session(self, transaction: Transaction) -> Session:
        return Session(
            transaction,
            clock=self._clock,
            packages=self._packages,
            order_timeout=self._order_timeout,
            print_job_timeout=self._print_job_timeout,
            package_retention=self._package_retention,
            dispatch=self._dispatch,
        )

    @staticmethod
    def _undone(command: Command, cause: UUID, origin: Origin, error: Exception) -> None:
        if trace.isEnabledFor(logging.DEBUG):
            trace.debug(undone(command, cause, origin, error))

    def _dispatch(self, command: Command, session: Session) -> Any:  # noqa: ANN401  # whatever the handler returns
        return self._handlers[type(command)](command, session)

    def _handle(self, session: Session, command: Command, cause: UUID, origin: Origin) -> Any:  # noqa: ANN401  # whatever the handler returns
        result = self._dispatch(command, session)
        events, sent = session.collect(cause, origin)
        if trace.isEnabledFor(logging.DEBUG):
            for line in describe(command, cause, origin, events, sent):
                trace.debug(line)
        return result
