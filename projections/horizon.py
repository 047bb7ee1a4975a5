"""How far read models tell of changes: for those who ask what has changed since."""

from django.db.models import Min

from projections import checkpoints
from projections.models import ParkedStream


def horizon(projection: str) -> int:
    """Return a position such that all rows that change from now on get later ones.

    That is where the projection stands. A stream that is parked changes its row when it is
    mended, and at positions that it has stopped at: so it is before the first of these.
    """
    # In this order: one that is parked in between has changed nothing yet.
    position = checkpoints.position(projection)
    parked = ParkedStream.objects.filter(projection=projection)
    first = parked.aggregate(first=Min("position"))["first"]
    return position if first is None else min(position, first - 1)
