"""What operators ask of read models, done by a worker: rebuilds, and retries of parked streams.

What is asked for stands in the database, so it survives the browser, Redis and the worker.
"""

import logging
from functools import partial

from django.db import IntegrityError, transaction
from django.utils import timezone

from projections import parking
from projections.errors import RebuildAskedError
from projections.models import ParkedStream, Rebuild
from projections.projection import Log
from projections.projectors import named
from projections.rebuild import RebuildUnderWayError, alone, rebuild
from projections.shadow import Shadow

log = logging.getLogger(__name__)

State = Rebuild.State
INTERRUPTED = "The worker ended before it was done. The tables that serve were left alone."
ELSEWHERE = "manage.py rebuild_projection is at the same projection."


def ask_for_rebuild(projection: str, operator: str) -> None:
    """Have a projection rebuilt. Raises: RebuildAskedError."""
    try:
        with transaction.atomic():
            Rebuild.objects.create(
                projection=projection, operator=operator, asked_on=timezone.now()
            )
    except IntegrityError as error:
        raise RebuildAskedError from error


def do_what_is_asked(events: Log) -> int:
    """Do the rebuild and the retries that are asked for; return how many were done.

    Nothing is done where another worker is at it.
    """
    try:
        with alone(""):
            return _retry_parked(events) + _rebuild(events)
    except RebuildUnderWayError:
        return 0


def _retry_parked(events: Log) -> int:
    asked = ParkedStream.objects.exclude(retry_asked_on=None).order_by("retry_asked_on")
    found = list(asked.values_list("projection", "stream"))
    for projection, stream in found:
        parking.retry(named(projection), stream, events)
    return len(found)


def _rebuild(events: Log) -> int:
    asked = Rebuild.objects.filter(is_open=True).first()
    if asked is None:
        return 0
    if asked.state == State.RUNNING:
        # Whoever began it held the lock that we hold now.
        Shadow(named(asked.projection)).drop()
        _end(asked, State.FAILED, INTERRUPTED)
        return 1
    asked.state, asked.started_on = State.RUNNING, timezone.now()
    asked.head = events.safe_position()
    asked.save(update_fields=["state", "started_on", "head"])
    try:
        rebuilt = rebuild(named(asked.projection), events, partial(_reached, asked.pk))
    except RebuildUnderWayError:
        _end(asked, State.FAILED, ELSEWHERE)
    except Exception as error:
        log.exception("the rebuild of %s failed", asked.projection)
        _end(asked, State.FAILED, f"{type(error).__name__}: {error}")
    else:
        asked.position = rebuilt.position
        asked.differences = [difference._asdict() for difference in rebuilt.differences]
        _end(asked, State.DONE)
    return 1


def _reached(key: int, position: int) -> None:
    Rebuild.objects.filter(pk=key, position__lt=position).update(position=position)


def _end(asked: Rebuild, state: Rebuild.State, error: str = "") -> None:
    asked.state, asked.error, asked.ended_on, asked.is_open = state, error, timezone.now(), None
    if state == State.DONE:
        asked.head = asked.position
        asked.save()
    else:
        asked.save(update_fields=["state", "error", "ended_on", "is_open"])


def ask_to_retry(keys: list[int]) -> int:
    """Have parked streams replayed; return how many."""
    parked = ParkedStream.objects.filter(pk__in=keys)
    return parked.update(retry_asked_on=timezone.now())
