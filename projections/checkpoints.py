"""How far each projection has read the log, and the fence that lets one worker write it."""

from collections.abc import Collection
from typing import NamedTuple

from django.db import OperationalError, connection, transaction
from django.db.models import Count, Min
from django.utils import timezone

from projections.errors import BatchUnderWayError
from projections.models import Checkpoint

# Whoever holds the row may write the projection; SKIP LOCKED turns all others away at once.
# A pause that commits between finding the row and locking it is seen: the row is looked at
# again under the lock.
TRY = """
    SELECT position FROM projections_checkpoint
    WHERE projection = %s AND paused_on IS NULL FOR UPDATE SKIP LOCKED
"""
WAIT = "SELECT position FROM projections_checkpoint WHERE projection = %s FOR UPDATE"
MAKE = """
    INSERT INTO projections_checkpoint (projection, position, updated_on) VALUES (%s, 0, %s)
    ON CONFLICT DO NOTHING
"""
# A window ends after ten seconds; after as long without any event a new one begins.
ADVANCE = """
    UPDATE projections_checkpoint SET position = %(to)s, updated_on = %(now)s,
        rate = CASE
            WHEN idle THEN 0
            WHEN long_enough THEN (%(to)s - window_position)
                / extract(epoch FROM %(now)s - window_on)
            ELSE rate END,
        window_on = CASE WHEN idle OR long_enough THEN %(now)s ELSE window_on END,
        window_position = CASE
            WHEN idle THEN position WHEN long_enough THEN %(to)s ELSE window_position END
    FROM (
        SELECT projection AS name,
               window_on IS NULL OR updated_on < %(now)s - interval '10 s' AS idle,
               window_on <= %(now)s - interval '10 s' AS long_enough
        FROM projections_checkpoint WHERE projection = %(name)s
    ) AS measured
    WHERE projection = %(name)s AND name = projection
"""
PATIENCE = "SET LOCAL lock_timeout = '5s'"
"""A batch that takes longer keeps the operator who pauses waiting no longer than that."""


class Standing(NamedTuple):
    """Where a projection is, and whether it stands still by an operator's wish."""

    position: int
    is_paused: bool


def standing(projection: str) -> Standing:
    """Return where a projection is; nothing is locked."""
    found = Checkpoint.objects.filter(pk=projection).values_list("position", "paused_on")
    position, paused_on = next(iter(found), (0, None))
    return Standing(position, paused_on is not None)


def position(projection: str) -> int:
    """Return the position up to which a projection is committed; nothing is locked."""
    found = Checkpoint.objects.filter(pk=projection).values_list("position", flat=True)
    return next(iter(found), 0)


def slowest(projections: Collection[str]) -> int:
    """Return the position that all of the projections have reached; one query."""
    reached = Checkpoint.objects.filter(pk__in=projections)
    found = reached.aggregate(least=Min("position"), known=Count("pk"))
    return int(found["least"]) if found["known"] == len(projections) else 0


def make(projection: str) -> None:
    """Make the checkpoint of a projection that has never run."""
    with connection.cursor() as cursor:
        cursor.execute(MAKE, [projection, timezone.now()])


def lock(projection: str, *, wait: bool = False) -> int | None:
    """Lock a checkpoint until the transaction ends, and return where it stands.

    None: there is none, or it is paused or held by another worker and `wait` was not asked for.
    """
    with connection.cursor() as cursor:
        cursor.execute(WAIT if wait else TRY, [projection])
        row = cursor.fetchone()
    return int(row[0]) if row else None


def advance(projection: str, to: int) -> None:
    """Move a checkpoint on that this transaction has locked."""
    with connection.cursor() as cursor:
        cursor.execute(ADVANCE, {"to": to, "now": timezone.now(), "name": projection})


def pause(projection: str) -> None:
    """Stop a projection: once this returns, no batch is being applied and none will be.

    Raises: BatchUnderWayError.
    """
    try:
        with transaction.atomic():
            make(projection)
            with connection.cursor() as cursor:
                cursor.execute(PATIENCE)
            running = Checkpoint.objects.filter(pk=projection, paused_on=None)
            running.update(paused_on=timezone.now())
    except OperationalError as error:
        raise BatchUnderWayError(projection) from error


def resume(projection: str) -> None:
    """Let a projection go on where it stopped."""
    Checkpoint.objects.filter(pk=projection).update(paused_on=None)
