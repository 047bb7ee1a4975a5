"""Redemptions over HTTP by 16 clients, beside a bare view and pgbench with the same SQL."""

from collections.abc import Callable, Iterator
from statistics import median
from typing import Final

from benchmarks.load import generate, percentile
from benchmarks.measurement import Measurement
from benchmarks.pgbench import redemptions_a_second
from benchmarks.settled import settle
from benchmarks.stock import Stock
from benchmarks.system import System

ROUNDS: Final = 5
SECONDS: Final = 3.0
AIM: Final = 0.6
MOST: Final = 12_000
"""Requests made ready for a round; more than can be answered in it."""


def run(system: System) -> Iterator[Measurement]:
    """Take turns, each round beginning when the read models have nothing left to do."""
    stock = Stock(system)
    shop = system.storefront
    kinds: dict[str, Callable[[int], list[bytes]]] = {
        "redeem": lambda count: stock.redemptions(shop, count),
        "bare": lambda count: stock.bare_redemptions(shop, count),
    }
    rates: dict[str, list[float]] = {name: [] for name in (*kinds, "pgbench")}
    latencies: list[float] = []
    for ready in kinds.values():
        generate(system.port, iter(ready(500)), SECONDS)
    for _ in range(ROUNDS):
        for name, ready in kinds.items():
            requests = iter(ready(MOST))
            settle()
            load = generate(system.port, requests, SECONDS)
            if load.failed:
                raise RuntimeError(name, load.failed)
            rates[name].append(load.rate)
            if name == "redeem":
                latencies += load.latencies
        settle()
        rates["pgbench"].append(redemptions_a_second(stock, SECONDS))
    rate, bare, sql = (median(rates[name]) for name in ("redeem", "bare", "pgbench"))
    share = median(r / b for r, b in zip(rates["redeem"], rates["bare"], strict=True))
    yield Measurement("redeem, 16 clients", rate, "1/s", bare, "0.6 of bare", share >= AIM)
    yield Measurement("the bare view beside pgbench", bare, "1/s", sql)
    yield Measurement("redeem, median", percentile(latencies, 0.5) * 1000, "ms")
    yield Measurement("redeem, 99th percentile", percentile(latencies, 0.99) * 1000, "ms")
