"""Lag: from the answer to a redemption until the read model shows it, under steady load."""

import threading
import time
from collections.abc import Iterator
from typing import Final

from django.db import connection

from benchmarks.load import generate, percentile
from benchmarks.measurement import Measurement
from benchmarks.settled import settle
from benchmarks.stock import Stock
from benchmarks.system import System
from tokens.adapters.postgres.database import rows

A_SECOND: Final = 300
SECONDS: Final = 10
# When each event was recorded, beside the checkpoint that shows it.
REACHED: Final = "SELECT position FROM projections_checkpoint WHERE projection = 'tokens'"
REDEEMED: Final = """
    SELECT position, extract(epoch FROM recorded_on)::float FROM tokens_event
    WHERE type = 'token.redeemed.v1' AND position > %s ORDER BY position
"""


def run(system: System) -> Iterator[Measurement]:
    """Redeem at a steady rate, and watch the projection's checkpoint every 5 ms.

    What is redeemed counts from when its events are recorded, just before their commit.
    """
    stock = Stock(system)
    requests = stock.redemptions(system.storefront, A_SECOND * SECONDS)
    settle()
    ((before,),) = rows(REACHED)
    watch = _Watch()
    load = generate(system.port, _paced(requests), 3 * SECONDS)
    settle()
    steps = watch.end()
    lags = list(_lags(rows(REDEEMED, [before]), steps))
    yield Measurement(
        "redemptions under which lag is measured", load.rate, "1/s", A_SECOND, "about 300"
    )
    yield Measurement("redeemed until visible, median", percentile(lags, 0.5) * 1000, "ms")
    yield Measurement("redeemed until visible, 95th pct", percentile(lags, 0.95) * 1000, "ms")


def _paced(requests: list[bytes]) -> Iterator[bytes]:
    began = time.perf_counter()
    for number, request in enumerate(requests):
        time.sleep(max(0.0, began + number / A_SECOND - time.perf_counter()))
        yield request


def _lags(redeemed: list[tuple[int, float]], steps: list[tuple[int, float]]) -> Iterator[float]:
    reached = iter(steps)
    position, seen = next(reached)
    for wanted, recorded in redeemed:
        while position < wanted:
            position, seen = next(reached)
        yield max(0.0, seen - recorded)


class _Watch:
    """Notes each position of the checkpoint, and when it was first seen."""

    def __init__(self) -> None:
        self._steps: list[tuple[int, float]] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def end(self) -> list[tuple[int, float]]:
        """Stop watching; return what was seen."""
        self._over.set()
        self._thread.join()
        return self._steps

    def _run(self) -> None:
        while not self._over.wait(0.005):
            ((position,),) = rows(REACHED)
            if not self._steps or self._steps[-1][0] != position:
                self._steps.append((position, time.time()))
        connection.close()
