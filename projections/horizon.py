"""How far read models tell of changes: for those who ask what has changed since."""

from typing import NamedTuple

from django.db.models import Min

from projections.models import Checkpoint, ParkedStream


class Horizon(NamedTuple):
    """A position such that all rows that change from now on get later ones, and the era.

    A rebuild begins a new era: it may have changed rows whose positions are as before.
    """

    position: int
    era: int


def horizon(projection: str) -> Horizon:
    """Return how far a projection tells of changes.

    That is where the projection stands. A stream that is parked changes its row when it is
    mended, and at positions that it has stopped at: so it is before the first of these.
    """
    # In this order: one that is parked in between has changed nothing yet.
    found = Checkpoint.objects.filter(pk=projection).values_list("position", "era")
    position, era = next(iter(found), (0, 0))
    parked = ParkedStream.objects.filter(projection=projection)
    first = parked.aggregate(first=Min("position"))["first"]
    return Horizon(position if first is None else min(position, first - 1), era)
