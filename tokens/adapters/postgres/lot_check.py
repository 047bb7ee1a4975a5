"""Compares the vault's table with what the log says, and rebuilds it where they differ."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db import transaction

from tokens.adapters.postgres.database import execute, rows
from tokens.adapters.postgres.lot_sql import ALL
from tokens.adapters.postgres.ordered_reader import events_between
from tokens.adapters.postgres.vault import insert_lots, lot_of_row
from tokens.domain.lots.lot import Lot
from tokens.domain.lots.replay import LotReplay

BATCH = 10_000
LAST = 2**63 - 1


class LotDifference(NamedTuple):
    """Lots that only the log has, and lots that only the table has."""

    missing: Sequence[Lot]
    surplus: Sequence[Lot]

    def __bool__(self) -> bool:
        """Tell whether there is any difference."""
        return bool(self.missing or self.surplus)


def check_lots(*, repair: bool = False) -> LotDifference:
    """Return how the table differs from the log; with `repair`, make it what the log says.

    No lot changes meanwhile: writers wait until it is done. Memory grows with the number of
    lots and drawn tokens.
    """
    with transaction.atomic():
        execute("LOCK TABLE tokens_lot IN SHARE ROW EXCLUSIVE MODE")
        replay = _replayed()
        expected = replay.lots()
        actual = replay.essence(lot_of_row(row) for row in rows(ALL))
        difference = LotDifference(
            sorted(set(expected) - set(actual)), sorted(set(actual) - set(expected))
        )
        if repair and difference:
            execute("DELETE FROM tokens_lot")
            insert_lots(expected)
    return difference


def _replayed() -> LotReplay:
    # Whoever changes lots waits for the lock, so all events that count are visible.
    replay, position = LotReplay(), -1
    while events := events_between(position, LAST, BATCH):
        replay.follow(events)
        position = events[-1].position
    return replay
