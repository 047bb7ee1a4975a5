"""Parking: a stream with an event that cannot be projected is set aside, the rest goes on."""

import logging
from collections.abc import Sequence
from traceback import format_exception

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from projections import checkpoints
from projections.models import ParkedStream
from projections.projection import Log, Projection
from tokens.domain.ports import Recorded

log = logging.getLogger(__name__)

TRANSIENT = (OperationalError, InterfaceError)
"""The database is at fault, not the event: the batch is tried again as a whole."""
LONGEST_ERROR = 4_000
READ_AT_ONCE = 10_000


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


def retry(projection: Projection, stream: str, log: Log) -> bool:
    """Replay a parked stream from the event that it stopped at; tell whether all went well.

    It is parked again where it fails again. The log is read from there to the projection's
    position; the projection stands still only for the end of that.

    Raises: ParkedStream.DoesNotExist.
    """
    parked = ParkedStream.objects.get(projection=projection.name, stream=stream)
    after = parked.position - 1
    until = checkpoints.position(projection.name)
    events = _of_stream(stream, log, after, until)
    with transaction.atomic():
        reached = checkpoints.lock(projection.name, wait=True) or 0
        events += _of_stream(stream, log, max(until, after), reached)
        parked.delete()
        _apply(projection, events, set())
        return not ParkedStream.objects.filter(
            projection=projection.name, stream=stream
        ).exists()


def _of_stream(stream: str, log: Log, after: int, until: int) -> list[Recorded]:
    found: list[Recorded] = []
    while after < until and (events := log.read(after, READ_AT_ONCE)):
        found += [e for e in events if e.stream == stream and e.position <= until]
        after = events[-1].position
    return found
