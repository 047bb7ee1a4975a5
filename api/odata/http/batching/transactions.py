"""Which requests of a batch share a transaction, and what happens when others are in the way.

A commit waits for the disk, so changes that stand together are committed together; a refusal
undoes itself alone. What was answered is committed before the batch answers. Nobody sees of
this but that it is faster:

- A request that would wait for another client's lock does not: what came before it is
  committed, which lets go of all locks, and then it waits alone. So two batches never wait
  for each other, and a deadlock can never cost what another request did.
- Where a commit fails for a constraint that is checked only then, nothing of it happened,
  and each is run again by itself, to find out whose it was.
- A group in whose way others are is rolled back and run again; those that were rolled back
  take turns, or two that take the same locks in opposite order would meet again and again.
"""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from time import monotonic
from typing import Final, Self

from django.db import DatabaseError, IntegrityError, InterfaceError, OperationalError
from django.db.transaction import atomic, get_connection, set_rollback

from api.odata.batch.execution import Manner, Pending
from api.odata.batch.failures import failed
from api.odata.batch.model import BatchRequest, BatchResponse
from api.odata.http.batching.parts import Parts
from api.odata.http.refusals import too_expensive, was_cancelled
from api.odata.problems import ConflictError, UnavailableError

MOST_TOGETHER: Final = 50
"""Changes in one transaction: more would keep others, and the readers of the log, waiting."""
LONGEST: Final = 2.0
"""Seconds after which a transaction takes on no further request, for the same reason."""
TRIES: Final = 6
"""So often a group is tried while others are in its way."""
_LOCK_WAIT_SHARED: Final = "50ms"
# Less than PostgreSQL's deadlock_timeout, so that it need not look for deadlocks.
_LOCK_WAIT_GROUP: Final = "500ms"
# Less than a service may grant a statement: it is a lock that was not given, not a slow query.
_WAIT_FOR_TURN: Final = "5s"
_TAKE_TURN: Final = "SELECT pg_advisory_xact_lock(%s)"
_TURNS: Final = 0x4F44 << 48
"""The lock of those who take turns: nobody holds another when waiting for it."""
_LIMIT_WAITS: Final = "SELECT set_config('lock_timeout', %s, true)"
_READING: Final = frozenset({"GET", "HEAD"})
_IN_THE_WAY: Final = frozenset({"55P03", "40P01", "40001"})
"""States of PostgreSQL: a lock not given in time, a deadlock, a serialization failure."""
_RETRY = {"Retry-After": "1"}

log = logging.getLogger("api.odata")


class Transactions:
    """Runs the requests of one batch in as few transactions as may be.

    A context: left by an exception, it undoes what is not committed.
    """

    def __init__(self, parts: Parts, manner: Manner) -> None:
        self._parts = parts
        self._stops = not manner.continue_on_error
        self._until = 0.0
        self._shared: AbstractContextManager[None] | None = None
        self._uncommitted: list[tuple[BatchRequest, Pending]] = []

    def __enter__(self) -> Self:
        """Begin; nothing is open yet."""
        return self

    def __exit__(self, *exception: object) -> None:
        """Leave nothing open."""
        shared, self._shared = self._shared, None
        if shared is not None:
            set_rollback(True)
            shared.__exit__(None, None, None)

    def run(self, request: BatchRequest) -> Pending:
        """Run a request; a change shares its transaction with its neighbours."""
        if request.method in _READING:
            return self._after_commit(request)
        try:
            self._begin()
            response = self._parts.answer(request, alone=False)
        except (OperationalError, InterfaceError) as error:
            log.debug("not together: %s", error)
            if was_cancelled(error):
                # Whatever becomes of those before it, nothing of this one is done.
                self._commit()
                return Pending(failed(too_expensive()))
            return self._after_commit(request)
        pending = Pending(response)
        self._uncommitted.append((request, pending))
        if len(self._uncommitted) >= MOST_TOGETHER or self._is_late():
            self._commit()
        return pending

    def run_together(self, work: Callable[[], bool]) -> BatchResponse | None:
        """Run a group in a transaction, again and again while others are in its way."""
        if not self._commit():
            return _not_reached()
        for tried in range(TRIES):
            try:
                with atomic():
                    if tried:
                        _take_turn()
                    _limit_waits(_LOCK_WAIT_GROUP)
                    self._until = monotonic() + LONGEST
                    if not work():
                        set_rollback(True)
            except IntegrityError:
                return _broken_rule()
            except DatabaseError as error:
                if was_cancelled(error):
                    return failed(too_expensive())
                if not _was_in_the_way(error):
                    log.exception("a group of a batch was not committed")
                    return _not_reached()
            else:
                return None
        return failed(
            UnavailableError("Others were in the way; nothing was done.", headers=_RETRY)
        )

    def run_in_group(self, request: BatchRequest) -> BatchResponse:
        """Run a request of the group whose transaction is open, if there is time for it."""
        if self._is_late():
            return _took_too_long()
        return self._parts.answer(request, alone=False)

    def finish(self) -> None:
        """Commit what is left."""
        self._commit()

    def _after_commit(self, request: BatchRequest) -> Pending:
        if not self._commit():
            return Pending(_not_reached())
        return Pending(self._parts.answer(request, alone=True))

    def _begin(self) -> None:
        if self._shared is None:
            shared = atomic()
            shared.__enter__()
            self._shared = shared
            self._until = monotonic() + LONGEST
            _limit_waits(_LOCK_WAIT_SHARED)

    def _is_late(self) -> bool:
        return monotonic() > self._until

    def _commit(self) -> bool:
        """Commit what is shared; tell whether the database can still be used."""
        if self._shared is None:
            return True
        shared, self._shared = self._shared, None
        done, self._uncommitted = self._uncommitted, []
        # A connection that was lost, or a transaction that failed, rolls back when it should
        # commit, and neither Django nor PostgreSQL says anything of that.
        lost = get_connection().needs_rollback or not _is_sound()
        if lost:
            set_rollback(True)
        try:
            shared.__exit__(None, None, None)
        except IntegrityError:
            return self._each_alone(done)
        except DatabaseError:
            log.exception("a batch was not committed")
            lost = True
        if lost:
            for _, pending in done:
                pending.response = _not_reached()
        return not lost

    def _each_alone(self, done: list[tuple[BatchRequest, Pending]]) -> bool:
        for request, pending in done:
            pending.response = self._parts.answer(request, alone=True)
            if self._stops and pending.response.is_error:
                break
        return True


def _is_sound() -> bool:
    try:
        with get_connection().cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _take_turn() -> None:
    _limit_waits(_WAIT_FOR_TURN)
    connection = get_connection()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(_TAKE_TURN, [_TURNS])


def _limit_waits(limit: str) -> None:
    connection = get_connection()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(_LIMIT_WAITS, [limit])


def _was_in_the_way(error: DatabaseError) -> bool:
    return getattr(error.__cause__, "sqlstate", None) in _IN_THE_WAY


def _took_too_long() -> BatchResponse:
    message = (
        f"The group was not done in {LONGEST:g} seconds, so nothing of it was done. Try again, "
        "with fewer requests in a group."
    )
    return failed(UnavailableError(message, code="TooExpensive", headers=_RETRY))


def _broken_rule() -> BatchResponse:
    message = "The group as a whole breaks a rule of the database; nothing of it was done."
    return failed(ConflictError(message))


def _not_reached() -> BatchResponse:
    message = (
        "The service lost its database meanwhile, so it is not known whether this was done. "
        "Look, and try again soon."
    )
    return failed(UnavailableError(message, headers={"Retry-After": "5"}))
