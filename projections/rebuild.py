"""Rebuilding a projection while it is read: into a shadow, compared, and put in its place.

Readers see the live tables until one short transaction swaps them. The live projection goes
on meanwhile, and the shadow follows it, never further than it is, so that the two can be
compared at one position. A rebuild that crashes leaves a schema that nobody looks into and
that the next rebuild removes.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from django.db import OperationalError, connection, transaction
from django.db.models import F

from projections import checkpoints
from projections.comparison import Difference, compare
from projections.models import Checkpoint
from projections.projection import Log, Projection
from projections.runner import Step, step
from projections.shadow import Shadow
from tokens.adapters.postgres.database import connection_lock, lock_key

REBUILDS = 0x5450
"""Mark of the advisory locks of rebuilds, see tokens.adapters.postgres.database."""
Reached = Callable[[int], None]
TRIES = 20
LOCK_TIMEOUT = "2s"
"""Readers that come while the swap waits for a slow one wait no longer than that."""


class Rebuilt(NamedTuple):
    """What a rebuild found: the position that it reached, and the tables that differed."""

    position: int
    differences: Sequence[Difference]


class RebuildUnderWayError(Exception):
    """Another process rebuilds the same projection."""


def rebuild(projection: Projection, log: Log, reached: Reached = lambda _: None) -> Rebuilt:
    """Rebuild a projection from the log and put it in the place of the live one.

    `reached` is told the positions that the shadow comes to, outside of its transactions.
    Raises: RebuildUnderWayError; OperationalError when readers leave no moment for the swap.
    """
    with alone(projection.name):
        shadow = Shadow(projection)
        shadow.make()
        try:
            _follow(shadow, log, reached)
            differences = _compare_at_one_position(shadow, log)
            return _swap_patiently(shadow, log, differences)
        finally:
            shadow.drop()


def _follow(shadow: Shadow, log: Log, reached: Reached = lambda _: None) -> int:
    """Bring the shadow to where the live projection is; return that position."""
    while True:
        live = checkpoints.position(shadow.projection.name)
        with shadow.inside():
            if step(shadow.projection, log, until=live) is Step.IDLE:
                return live
            ours = checkpoints.position(shadow.projection.name)
        reached(ours)


def _compare_at_one_position(shadow: Shadow, log: Log) -> list[Difference] | None:
    """Compare in one snapshot that has both at the same position; None if none was found."""
    for _ in range(TRIES):
        _follow(shadow, log)
        with transaction.atomic(durable=True):
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            live = checkpoints.position(shadow.projection.name)
            with shadow.inside():
                ours = checkpoints.position(shadow.projection.name)
            if live == ours:
                return compare(shadow)
    return None


def _swap_patiently(shadow: Shadow, log: Log, differences: list[Difference] | None) -> Rebuilt:
    for tried in range(1, TRIES + 1):
        try:
            return _swap(shadow, log, differences)
        except OperationalError:
            if tried == TRIES:
                raise
    raise AssertionError


@transaction.atomic(durable=True)
def _swap(shadow: Shadow, log: Log, differences: list[Difference] | None) -> Rebuilt:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
    # From here to the end no worker applies anything: what follows is a batch at most.
    checkpoints.lock(shadow.projection.name, wait=True)
    position = _follow(shadow, log)
    if differences is None:
        differences = compare(shadow)
    shadow.take_over()
    Checkpoint.objects.filter(pk=shadow.projection.name).update(era=F("era") + 1)
    return Rebuilt(position, differences)


@contextmanager
def alone(name: str) -> Iterator[None]:
    """Hold a lock that ends with the connection, whatever becomes of this process.

    Raises: RebuildUnderWayError.
    """
    with connection_lock(lock_key(REBUILDS, name)) as held:
        if not held:
            raise RebuildUnderWayError(name)
        yield
