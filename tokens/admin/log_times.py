"""Where in the log a time lies: found by halving, since positions grow as time does."""

from datetime import datetime, timedelta

from tokens.adapters.postgres.database import rows

SLACK = timedelta(minutes=5)
"""By so much at most the times of neighbours are out of order: clocks differ, writers wait."""

# Plan: for each halving one index scan of tokens_event_position; 30 for a thousand millions.
FIRST_SINCE = """
    WITH RECURSIVE search (low, high) AS (
        SELECT 0::bigint, coalesce((SELECT max(position) FROM tokens_event), 0) + 1
        UNION ALL
        SELECT CASE WHEN early THEN middle + 1 ELSE low END,
               CASE WHEN early THEN high ELSE middle END
        FROM (
            SELECT low, high, (low + high) / 2 AS middle, coalesce((
                SELECT recorded_on < %s FROM tokens_event
                WHERE position >= (low + high) / 2 ORDER BY position LIMIT 1
            ), false) AS early
            FROM search WHERE low < high
        ) AS halved
    )
    SELECT low FROM search WHERE low >= high
"""


def first_position_since(moment: datetime) -> int:
    """Return a position such that what was recorded from `moment` on is not before it."""
    return int(rows(FIRST_SINCE, [moment - SLACK])[0][0])


def last_position_until(moment: datetime) -> int:
    """Return a position such that what was recorded up to `moment` is not after it."""
    return int(rows(FIRST_SINCE, [moment + SLACK])[0][0])
