"""One moment of the token read model, for reads that take several statements."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

# LOCK comes before the transaction's snapshot is taken, so a rebuild's swap happens either
# before all that follows or after it. No parameters, so both go in one round trip.
BEGIN = """
    SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
    LOCK TABLE projections_lot, projections_token IN ACCESS SHARE MODE
"""


@contextmanager
def snapshot() -> Iterator[None]:
    """See lots and drawn tokens as they are at one moment until the end of the block.

    Within another `snapshot` it does nothing; within a transaction of another kind it can do
    nothing either, and a token that is just being drawn may be seen twice or not at all.
    """
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(BEGIN)
        yield
