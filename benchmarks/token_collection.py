"""How fast a billion tokens are paged and counted: `python -m benchmarks.token_collection`.

A billion tokens in a thousand lots of an order, five thousand of them redeemed. The floor is
one row by its primary key in the same run: a round trip and nothing else.
"""

from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import Any, Final, NamedTuple
from uuid import UUID, uuid4

from benchmarks.own_database import own_database

TOKENS: Final = 1_000_000_000
LOTS: Final = 1_000
DRAWN: Final = 5_000
PAGE: Final = 50
REPEATS: Final = 50
_MINT: Final = UUID(int=1 << 64)
_ORDER: Final = UUID(int=1)


class Measurement(NamedTuple):
    """One line: what was measured, beside the floor of the same run."""

    name: str
    value: float
    unit: str
    floor: float
    ratio: float


def run() -> list[Measurement]:
    """Measure on a database of its own; medians."""
    with own_database():
        return _measure()


def _measure() -> list[Measurement]:
    # Imported when Django is set up.
    from django.db.models import Q  # noqa: PLC0415

    from projections.models import Lot  # noqa: PLC0415
    from projections.token_collection import TokenCollection  # noqa: PLC0415
    from tokens.domain.ids import MintRequestId  # noqa: PLC0415
    from tokens.domain.token.identifier import TokenId  # noqa: PLC0415

    _fill()
    everything, redeemed = TokenCollection(), TokenCollection(Q(state="Redeemed"))
    active = TokenCollection(Q(order_id=_ORDER, state="Activated"))
    if everything.count() != TOKENS or redeemed.count() != DRAWN:
        raise AssertionError
    key = Lot.objects.values_list("pk", flat=True)[0]
    floor = _milliseconds(lambda: Lot.objects.get(pk=key))
    far = TokenId(MintRequestId(_MINT), TOKENS // 2 + 1)
    work: dict[str, Callable[[], Any]] = {
        "first page": lambda: everything.page(None, PAGE),
        "a page half a billion further": lambda: everything.page(far, PAGE),
        "first page of a state": lambda: active.page(None, PAGE),
        "a page of a thousand": lambda: everything.page(None, 1_000),
        "count": everything.count,
        "count of a state": active.count,
        "one token": lambda: everything.get(far),
    }
    times = {name: _milliseconds(task) for name, task in work.items()}
    return [Measurement(name, ms, "ms", floor, ms / floor) for name, ms in times.items()]


def _milliseconds(work: Callable[[], Any]) -> float:
    def once() -> float:
        start = perf_counter()
        work()
        return (perf_counter() - start) * 1000

    return median(once() for _ in range(REPEATS))


def _fill() -> None:
    from django.db import connection  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from projections.projectors.tokens import TOKENS as PROJECTION  # noqa: PLC0415
    from tokens.domain.ports import Origin, Recorded  # noqa: PLC0415

    origin, now = Origin("benchmark", None, "storefront"), timezone.now()
    events = [
        Recorded(position, stream, version, event, uuid4(), origin, now)
        for position, (stream, version, event) in enumerate(_history(), start=1)
    ]
    PROJECTION.apply(events)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE projections_lot, projections_token")


def _history() -> list[Any]:
    from tokens.domain.ids import AccountId, CatalogId, MintRequestId, OrderId  # noqa: PLC0415
    from tokens.domain.lots import events as lots  # noqa: PLC0415
    from tokens.domain.lots.ranges import TokenRange  # noqa: PLC0415
    from tokens.domain.token import events as single  # noqa: PLC0415
    from tokens.domain.token.identifier import TokenId  # noqa: PLC0415
    from tokens.domain.token.state import TokenState  # noqa: PLC0415
    from tokens.domain.token.token import token_stream  # noqa: PLC0415

    mint, order = MintRequestId(_MINT), OrderId(_ORDER)
    item, northwind = CatalogId("card"), AccountId("northwind")
    size = TOKENS // LOTS
    minted = single.TokenMinted(item)
    activated = single.TokenActivated(northwind, order, TokenState.RESERVED)
    parts = [TokenRange(mint, n * size, (n + 1) * size, 0) for n in range(LOTS)]
    told: list[Any] = [("mint", 0, lots.TokensMinted(minted, (part,))) for part in parts]
    whole = (TokenRange(mint, 0, TOKENS, 1),)
    told += [
        ("mint", 0, lots.TokensCirculated(single.TokenCirculated(), whole)),
        ("order", 0, lots.TokensReserved(single.TokenReserved(order, northwind), whole)),
        ("order", 0, lots.TokensActivated(activated, whole)),
    ]
    drawn = single.TokenDrawn(TokenState.ACTIVATED, item, order, northwind)
    for number in range(0, TOKENS, TOKENS // DRAWN):
        stream = token_stream(TokenId(mint, number))
        told += [(stream, 3, drawn), (stream, 4, single.TokenRedeemed(AccountId("joe")))]
    return told


if __name__ == "__main__":
    for line in run():
        print(f"{line.name}: {line.value:.2f} {line.unit}, {line.ratio:.1f} times the floor")
