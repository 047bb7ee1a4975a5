"""What each projection is doing: how far, how fast, and whether it stands still."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.utils import timezone

from projections.lag import Lag, lag
from projections.models import Checkpoint, Rebuild
from projections.projection import Log, Projection

QUIET = timedelta(seconds=30)
"""So long without progress, and with events waiting, a projection has stalled."""
MEASURED = timedelta(seconds=15)
"""A rate that is older tells nothing of now."""


class State(StrEnum):
    """What a projection is doing."""

    RUNNING = "Running"
    PAUSED = "Paused"
    STALLED = "Stalled"
    REBUILDING = "Rebuilding"


@dataclass(frozen=True)
class Status:
    """A projection as operators see it; `rate` is in events a second."""

    lag: Lag
    state: State
    rate: float
    paused_on: datetime | None


def statuses(projections: Iterable[Projection], log: Log) -> list[Status]:
    """Measure projections, in the order given: two queries, and two for each."""
    known = Checkpoint.objects.in_bulk()
    rebuilding = Rebuild.objects.filter(is_open=True).values_list("projection", flat=True)
    under_way = set(rebuilding)
    now = timezone.now()
    return [
        _status(one, known.get(one.projection), now, rebuilds=one.projection in under_way)
        for one in lag(projections, log)
    ]


def _status(
    one: Lag, checkpoint: Checkpoint | None, now: datetime, *, rebuilds: bool
) -> Status:
    moved = checkpoint.updated_on if checkpoint else None
    fresh = moved is not None and now - moved < MEASURED
    rate = checkpoint.rate if checkpoint and fresh else 0.0
    paused_on = checkpoint.paused_on if checkpoint else None
    state = State.RUNNING
    if rebuilds:
        state = State.REBUILDING
    elif paused_on is not None:
        state = State.PAUSED
    elif one.seconds > QUIET.total_seconds() and (moved is None or now - moved > QUIET):
        state = State.STALLED
    return Status(one, state, rate, paused_on)
