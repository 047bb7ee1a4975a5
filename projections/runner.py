"""The runner: brings projections up to the end of the log, batch by batch.

A batch and its checkpoint commit together, so a crash at any instruction leaves both or
neither. Reading comes before locking: a worker that is turned away by the lock knows that
its holder has a batch to apply and will read again afterwards, so no hint is ever lost.
"""

from collections.abc import Iterable
from enum import Enum

from django.db import transaction

from projections import checkpoints, parking
from projections.projection import Log, Projection, SharedReading

BATCH = 4_000


class Step(Enum):
    """What one step of a projection came to."""

    APPLIED = "applied"
    IDLE = "idle"
    BUSY = "busy"
    PAUSED = "paused"


def catch_up(projections: Iterable[Projection], log: Log, batch: int = BATCH) -> int:
    """Run projections until none finds anything new; return how many batches were applied.

    They take turns, so that those at the same position share what was read. A projection
    that another worker is at is left to it.
    """
    shared = SharedReading(log)
    ours = list(projections)
    applied = 0
    while steps := [step(projection, shared, batch) for projection in ours]:
        applied += steps.count(Step.APPLIED)
        if Step.APPLIED not in steps:
            break
    return applied


def step(
    projection: Projection, log: Log, batch: int = BATCH, until: int | None = None
) -> Step:
    """Apply the next batch, or what of it lies at or before the position `until`."""
    after, is_paused = checkpoints.standing(projection.name)
    if is_paused:
        return Step.PAUSED
    events = log.read(after, batch)
    if until is not None:
        events = [event for event in events if event.position <= until]
    if not events:
        return Step.IDLE
    if after == 0:
        checkpoints.make(projection.name)
    with transaction.atomic():
        locked = checkpoints.lock(projection.name)
        if locked is None:
            return Step.BUSY
        if locked == after:
            parking.apply(projection, events)
            checkpoints.advance(projection.name, events[-1].position)
    return Step.APPLIED
