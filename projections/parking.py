"""Parking: a stream with an event that cannot be projected is set aside, the rest goes on."""

import logging
from collections.abc import Sequence
from traceback import format_exception

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from projections.models import ParkedStream
from projections.projection import Projection
from tokens.domain.ports import Recorded

log = logging.getLogger(__name__)

TRANSIENT = (OperationalError, InterfaceError)
"""The database is at fault, not the event: the batch is tried again as a whole."""
LONGEST_ERROR = 4_000


def apply(projection: Projection, events: Sequence[Recorded]) -> None:
    """Apply events within the transaction; streams of those that fail are parked.

    A batch that fails is halved until the event is found: the good ones cost log2 n tries.
    """
    parked = ParkedStream.objects.filter(projection=projection.name)
    _apply(projection, list(events), set(parked.values_list("stream", flat=True)))


def _apply(projection: Projection, events: Sequence[Recorded], parked: set[str]) -> None:
    if parked:
        events = [event for event in events if event.stream not in parked]
    if not events:
        return
    try:
        with transaction.atomic():
            projection.apply(events)
    except TRANSIENT:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, the others shall go on
        if len(events) == 1:
            park(projection, events[0], error)
            parked.add(events[0].stream)
            return
        middle = len(events) // 2
        _apply(projection, events[:middle], parked)
        _apply(projection, events[middle:], parked)


def park(projection: Projection, event: Recorded, error: Exception) -> None:
    """Set the stream of an event aside, or note that it failed again."""
    kind = type(event.event).__name__
    log.error(
        "%s parks %s: %s at %d cannot be projected",
        *(projection.name, event.stream, kind, event.position),
        exc_info=error,
    )
    now = timezone.now()
    told = "".join(format_exception(error))[-LONGEST_ERROR:]
    ParkedStream.objects.update_or_create(
        projection=projection.name,
        stream=event.stream,
        defaults={"position": event.position, "error": told, "failed_on": now},
        create_defaults={
            "position": event.position,
            "error": told,
            "failed_on": now,
            "parked_on": now,
        },
    )
