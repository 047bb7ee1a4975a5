"""Orders over HTTP: of a million tokens beside of one, from placing to returning or voiding."""

from collections.abc import Iterator
from statistics import median
from time import perf_counter
from typing import Final

from benchmarks.measurement import Measurement
from benchmarks.system import System

LARGE: Final = 1_000_000
ROUNDS: Final = 11


def run(system: System) -> Iterator[Measurement]:
    """Place, return, place and void in turns, a large one after a small one."""
    item = system.new_item()
    system.mint(item, 10**9)
    taken: dict[tuple[str, int], list[float]] = {}
    for _ in range(ROUNDS):
        for quantity in (1, LARGE):
            for ending in ("Return", "Void"):
                placed, ended = _turn(system, item, quantity, ending)
                taken.setdefault(("order", quantity), []).append(placed)
                taken.setdefault((ending.lower(), quantity), []).append(ended)
    for step in ("order", "return", "void"):
        small, large = (median(taken[step, quantity]) * 1000 for quantity in (1, LARGE))
        yield Measurement(
            f"{step} 1,000,000 beside 1",
            large,
            "ms",
            small,
            "ratio 2 at most",
            large <= 2 * small,
        )


def _turn(system: System, item: str, quantity: int, ending: str) -> tuple[float, float]:
    """Return the seconds of placing until Fulfilled, and of ending until none is held."""
    began = perf_counter()
    order_id = system.order(item, quantity)
    placed = perf_counter()
    system.northwind.post(f"Orders({order_id})/{ending}", {}, If_Match="*")
    held = f"orderId eq {order_id} and state eq 'Activated'"
    system.await_count(held, 0)
    return placed - began, perf_counter() - placed
