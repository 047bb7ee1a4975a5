"""What the write side's events tell of a stream beside the aggregate itself."""

from datetime import datetime

from tokens.domain.ids import StreamId
from tokens.models import Event


def created_on(stream: StreamId) -> datetime:
    """Return when the first event of a stream was recorded, in UTC; one indexed query."""
    return Event.objects.values_list("recorded_on", flat=True).get(stream=stream, version=0)
