"""The log keeps for ever what earlier tests committed; few tests need to read it again."""

from django.db.models import Max

from projections import checkpoints
from projections.projectors import PROJECTIONS
from tokens.models import Event


def leave_behind() -> None:
    """Let all projections begin at the end of the log as it is now."""
    end = Event.objects.aggregate(end=Max("position"))["end"] or 0
    for projection in PROJECTIONS:
        checkpoints.make(projection.name)
        checkpoints.advance(projection.name, end)
