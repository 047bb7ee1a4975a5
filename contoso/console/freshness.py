"""How old the numbers are that the console shows."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import Min

from projections.models import Checkpoint
from tokens.models import Event


class Freshness(NamedTuple):
    """The slowest read model: how many positions and seconds it is behind the log."""

    as_of: datetime
    events: int
    seconds: float


def freshness(now: datetime, *projections: str) -> Freshness:
    """Measure some projections, or all; two queries, and a third where something is behind."""
    read = Checkpoint.objects.all()
    if projections:
        read = read.filter(projection__in=projections)
    slowest = read.aggregate(least=Min("position"))["least"] or 0
    head = Event.objects.order_by("-position").values_list("position", flat=True).first() or 0
    if slowest >= head:
        return Freshness(now, 0, 0.0)
    waiting = Event.objects.filter(position__gt=slowest).order_by("position")
    since = waiting.values_list("recorded_on", flat=True)[0]
    return Freshness(now, head - slowest, max((now - since).total_seconds(), 0.0))
