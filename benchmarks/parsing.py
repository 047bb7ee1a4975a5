"""How many filters are read and checked a second on one core: `python -m benchmarks parsing`.

The floor is the lexer alone: what a parser cannot do without.
"""

from collections.abc import Callable, Iterator
from time import process_time
from typing import Final

from api.odata.expressions.lexer import ExpressionLimits, lex
from api.odata.expressions.parser import parse_filter
from api.v1.model import SERVICE
from api.v1.model.ordering import ORDERS
from benchmarks.measurement import Measurement
from benchmarks.system import System

FILTERS: Final = (
    "state eq 'Placed' and quantity gt 5",
    "catalogId in ('c1','c2','c3') or startswith(billingAccountId,'b')",
    "createdOn ge 2026-01-01T00:00:00Z and not (cancelReason ne null)",
    "tokens/any(t:t/state eq 'Redeemed') and quantity add 1 gt 10",
)
ROUNDS: Final = 2_000
REPEATS: Final = 3
AIM: Final = 10_000


def run(system: System) -> Iterator[Measurement]:
    """Measure the best of three; the system stands by."""
    del system
    limits = ExpressionLimits()
    value = _per_second(lambda text: parse_filter(text, ORDERS.type, SERVICE))
    floor = _per_second(lambda text: lex(text, limits))
    yield Measurement(
        "parsing: typical filters", value, "filters/s", floor, f"{AIM:,}/s", value >= AIM
    )


def _per_second(read: Callable[[str], object]) -> float:
    def seconds() -> float:
        began = process_time()
        for _ in range(ROUNDS):
            for text in FILTERS:
                read(text)
        return process_time() - began

    return ROUNDS * len(FILTERS) / min(seconds() for _ in range(REPEATS))
