"""Lag: how far each projection is behind the log."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Count
from django.utils import timezone

from projections import checkpoints
from projections.models import ParkedStream
from projections.projection import Log, Projection, SharedReading


class Lag(NamedTuple):
    """How far a projection is behind.

    `events` counts positions between it and the end of the log, holes among them; `seconds`
    is the age of the first event that it has not projected, 0 when there is none.
    """

    projection: str
    position: int
    head: int
    events: int
    seconds: float
    parked: int


def lag(projections: Iterable[Projection], log: Log) -> list[Lag]:
    """Measure the lag of projections, in the order given."""
    shared = SharedReading(log)
    head = log.safe_position()
    counted = ParkedStream.objects.values_list("projection").annotate(Count("pk"))
    parked = dict(counted.order_by())
    return [_lag(p.name, shared, head, parked.get(p.name, 0)) for p in projections]


def _lag(name: str, log: Log, head: int, parked: int) -> Lag:
    position = checkpoints.position(name)
    waiting = log.read(position, 1) if position < head else ()
    seconds = (timezone.now() - waiting[0].recorded_on).total_seconds() if waiting else 0.0
    events = max(head - position, 0) if waiting else 0
    return Lag(name, position, head, events, max(seconds, 0.0), parked)
