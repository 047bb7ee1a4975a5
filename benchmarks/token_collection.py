"""Reading a billion tokens over HTTP, beside a view that runs SELECT 1."""

from collections.abc import Iterator
from statistics import median
from time import perf_counter
from typing import Final
from urllib.parse import quote

from benchmarks.load import generate
from benchmarks.measurement import Measurement
from benchmarks.settled import settle
from benchmarks.stock import Stock
from benchmarks.system import System

REPEATS: Final = 31
HANDFUL: Final = 7
PAGES: Final = 1_000
AIM_MS: Final = 50


def run(system: System) -> Iterator[Measurement]:
    """Read in turns with the floor."""
    stock = Stock(system)
    load = generate(system.port, iter(stock.redemptions(system.storefront, HANDFUL)), 10)
    if load.failed:
        raise RuntimeError(load)
    settle()
    reads = {
        "first page of 50": "Tokens",
        "$count of all": "Tokens/$count",
        "$count of a lot-level filter": f"Tokens/$count?$filter=catalogId eq '{stock.item}'"
        " and state eq 'Circulated'",
        "$count of a handful redeemed": "Tokens/$count?$filter=state eq 'Redeemed'",
    }
    for name, path in reads.items():
        yield _line(system, name, path)
    yield _line(system, "page 1,000 by nextLink", _page(system))


def _page(system: System) -> str:
    """Follow links to the page; return its address."""
    path = "Tokens"
    for _ in range(PAGES - 1):
        link = str(system.operator.get(path)["@odata.nextLink"])
        path = quote(link.partition("/api/v1/")[2], safe="/?&=$%")
    return path


def _line(system: System, name: str, path: str) -> Measurement:
    taken: dict[str, list[float]] = {"it": [], "floor": []}
    paths = {"it": path, "floor": "/bare/nothing"}
    for _ in range(REPEATS):
        for kind, address in paths.items():
            began = perf_counter()
            system.operator.get(address)
            taken[kind].append(perf_counter() - began)
    value, floor = (median(taken[kind]) * 1000 for kind in paths)
    return Measurement(name, value, "ms", floor, f"{AIM_MS} ms", value <= AIM_MS)
