"""How fast a projection catches up: all redemptions replayed into a shadow, and compared.

The floor is reading and decoding the same events, and nothing else.
"""

from collections.abc import Iterator
from time import perf_counter
from typing import Final

from django.db import transaction

from benchmarks.measurement import Measurement
from benchmarks.pgbench import redemptions_a_second
from benchmarks.settled import settle
from benchmarks.stock import Stock
from benchmarks.system import System
from projections import checkpoints, runner
from projections.models import CatalogItemCounts, Lot, Token
from projections.projectors.tokens import TOKENS
from tokens.bootstrap import event_reader

EVENTS: Final = 60_000
AIM: Final = 20_000
ROUNDS: Final = 3


def run(system: System) -> Iterator[Measurement]:
    """Empty the token read model and let it catch up, the best of three."""
    stock = Stock(system)
    while event_reader().safe_position() < EVENTS:
        redemptions_a_second(stock, 5)
    settle()
    count = sum(len(events) for events in _batches())
    rates, floors = [], []
    for _ in range(ROUNDS):
        floors.append(count / _seconds(lambda: [None for _ in _batches()]))
        rates.append(count / _seconds(_catch_up_from_nothing))
    rate, floor = max(rates), max(floors)
    yield Measurement(
        "catching up, tokens", rate, "events/s", floor, "20,000 events/s", rate >= AIM
    )


def _catch_up_from_nothing() -> None:
    """Begin anew in one transaction, so that no worker is in between; and undo it."""
    with transaction.atomic():
        checkpoints.lock(TOKENS.name, wait=True)
        for model in (Lot, Token, CatalogItemCounts):
            model.objects.all().delete()
        checkpoints.advance(TOKENS.name, 0)
        runner.catch_up([TOKENS], event_reader())
        transaction.set_rollback(True)


def _batches() -> Iterator[list[object]]:
    reader, after = event_reader(), 0
    while events := reader.read(after, runner.BATCH):
        yield list(events)
        after = events[-1].position


def _seconds(work: object) -> float:
    began = perf_counter()
    work()  # type: ignore[operator]
    return perf_counter() - began
