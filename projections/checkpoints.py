"""How far each projection has read the log, and the fence that lets one worker write it."""

from collections.abc import Collection

from django.db import connection
from django.db.models import Count, Min
from django.utils import timezone

from projections.models import Checkpoint

# Whoever holds the row may write the projection; SKIP LOCKED turns all others away at once.
TRY = "SELECT position FROM projections_checkpoint WHERE projection = %s FOR UPDATE SKIP LOCKED"
WAIT = "SELECT position FROM projections_checkpoint WHERE projection = %s FOR UPDATE"
MAKE = """
    INSERT INTO projections_checkpoint (projection, position, updated_on) VALUES (%s, 0, %s)
    ON CONFLICT DO NOTHING
"""


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

    None: there is none, or another worker holds it and `wait` was not asked for.
    """
    with connection.cursor() as cursor:
        cursor.execute(WAIT if wait else TRY, [projection])
        row = cursor.fetchone()
    return int(row[0]) if row else None


def advance(projection: str, to: int) -> None:
    """Move a checkpoint on that this transaction has locked."""
    Checkpoint.objects.filter(pk=projection).update(position=to, updated_on=timezone.now())
