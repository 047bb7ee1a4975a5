"""Minting over HTTP: until Completed, in circulation, and counted among the tokens.

The floor of a billion is a million: what is minted shall not grow with the quantity.
"""

from collections.abc import Iterator
from statistics import median
from time import perf_counter
from typing import Final

from benchmarks.measurement import Measurement
from benchmarks.system import System
from tokens.adapters.postgres.database import execute, rows

MILLION: Final = 10**6
BILLION: Final = 10**9
ROUNDS: Final = 7
MOST_SECONDS: Final = 2
MOST_TIMES: Final = 3
MOST_MEGABYTES: Final = 5
TABLES: Final = (
    "tokens_event",
    "tokens_lot",
    "tokens_lothistory",
    "tokens_message",
    "projections_lot",
    "projections_token",
)
SIZES: Final = """
    SELECT pg_database_size(current_database()),
           (SELECT sum(pg_total_relation_size(t::regclass))::bigint
            FROM unnest(%s::text[]) AS t)
"""


def run(system: System) -> Iterator[Measurement]:
    """Mint both quantities in turns, the database's size taken around one billion."""
    item = system.new_item()
    _mint(system, item, MILLION)
    growth = _growth(system, item)
    seconds: dict[int, list[float]] = {MILLION: [], BILLION: []}
    for _ in range(ROUNDS):
        for quantity, taken in seconds.items():
            taken.append(_mint(system, item, quantity))
    small, large = median(seconds[MILLION]), median(seconds[BILLION])
    yield Measurement("mint 1e6 until counted", small, "s")
    yield Measurement(
        "mint 1e9 until counted", large, "s", aim="2 s", met=large <= MOST_SECONDS
    )
    yield Measurement(
        "mint 1e9 beside 1e6", large, "s", small, "ratio 3 at most", large / small <= MOST_TIMES
    )
    yield from growth


def _mint(system: System, item: str, quantity: int) -> float:
    began = perf_counter()
    minted = system.mint(item, quantity)
    system.await_count(f"mintRequestId eq {minted} and state eq 'Circulated'", quantity)
    return perf_counter() - began


def _growth(system: System, item: str) -> list[Measurement]:
    whole, tables = _sizes()
    _mint(system, item, BILLION)
    whole_after, tables_after = _sizes()
    grown = (whole_after - whole) / 1e6
    return [
        Measurement(
            "database growth of 1e9", grown, "MB", aim="under 5 MB", met=grown < MOST_MEGABYTES
        ),
        Measurement(
            "of that: its tables and their indexes", (tables_after - tables) / 1e6, "MB"
        ),
    ]


def _sizes() -> tuple[int, int]:
    execute("CHECKPOINT")
    ((whole, tables),) = rows(SIZES, [list(TABLES)])
    return whole, tables
