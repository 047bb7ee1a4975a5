"""How fast the token projection catches up: `python -m benchmarks.projection`.

The log is one of redemptions, so half of it is TokenDrawn and half TokenRedeemed, of random
tokens of a hundred orders. The floor is COPY of as many rows into the same table with the
same indexes, batch by batch, in the same run: a row for each two events.
"""

import random
from collections.abc import Callable, Sequence
from datetime import timedelta
from time import perf_counter
from typing import Any, Final, NamedTuple
from uuid import UUID, uuid4

from benchmarks.own_database import own_database

REDEMPTIONS: Final = 100_000
ORDERS: Final = 100
ORDER: Final = 10_000
REPEATS: Final = 3


class Measurement(NamedTuple):
    """One line: what was measured, beside the floor of the same run."""

    name: str
    value: float
    unit: str
    floor: float
    ratio: float


def run() -> list[Measurement]:
    """Measure on a database of its own, the best of three."""
    with own_database():
        return _measure()


def _measure() -> list[Measurement]:
    # Imported when Django is set up.
    from projections import runner  # noqa: PLC0415
    from projections.models import Checkpoint, Token  # noqa: PLC0415
    from projections.projectors.tokens import TOKENS  # noqa: PLC0415
    from tokens.bootstrap import event_reader  # noqa: PLC0415

    _write_stock()
    runner.catch_up([TOKENS], event_reader())
    stock = Checkpoint.objects.get().position
    _write_redemptions()

    def catch_up() -> None:
        runner.catch_up([TOKENS], event_reader())

    def forget() -> None:
        Token.objects.all().delete()
        Checkpoint.objects.update(position=stock)

    caught_up = _best(catch_up, forget)
    rows = list(_rows())
    floor = _best(lambda: _copy(rows, runner.BATCH // 2), forget)
    events = 2 * REDEMPTIONS
    speed, limit = events / caught_up, events / floor
    return [Measurement("catch up on redemptions", speed, "events/s", limit, speed / limit)]


def _best(work: Callable[[], None], before: Callable[[], None]) -> float:
    def seconds() -> float:
        before()
        start = perf_counter()
        work()
        return perf_counter() - start

    return min(seconds() for _ in range(REPEATS))


def _write_stock() -> None:
    """A mint request of a million tokens, all of them ordered."""
    from tokens.domain.ids import AccountId, CatalogId, MintRequestId, OrderId  # noqa: PLC0415
    from tokens.domain.minting.commands import Mint  # noqa: PLC0415
    from tokens.domain.ordering.commands import PlaceOrder  # noqa: PLC0415
    from tokens.domain.ports import Origin  # noqa: PLC0415

    bus, item, origin = _bus(), CatalogId("card"), Origin("benchmark", None, "operator")
    bus.execute(Mint(MintRequestId(_MINT), item, ORDERS * ORDER), origin)
    for number in range(ORDERS):
        order_id = OrderId(UUID(int=number + 1))
        bus.execute(PlaceOrder(order_id, item, AccountId("northwind"), ORDER), origin)
    while bus.deliver():
        pass


def _bus() -> Any:  # noqa: ANN401 - its type is imported when Django is set up
    from tokens.adapters.clocks import SystemClock  # noqa: PLC0415
    from tokens.adapters.in_memory_key_ring import well_known_key_ring  # noqa: PLC0415
    from tokens.adapters.postgres.backend import PostgresBackend  # noqa: PLC0415
    from tokens.adapters.postgres.serials import PostgresSerials  # noqa: PLC0415
    from tokens.application.bus import Bus  # noqa: PLC0415
    from tokens.models import CatalogItem  # noqa: PLC0415

    CatalogItem.objects.create(id="card", name="Card")
    clock = SystemClock()
    serials = PostgresSerials(well_known_key_ring())
    hints: dict[str, Any] = {"on_events": lambda: None, "on_messages": lambda: None}
    backend = PostgresBackend(clock, serials, **hints)
    return Bus(backend=backend, clock=clock, order_timeout=timedelta(days=1))


def _write_redemptions() -> None:
    """Append what redeeming would, some thousand a transaction to save the time of it."""
    from tokens.adapters.clocks import SystemClock  # noqa: PLC0415
    from tokens.adapters.postgres.event_log import PostgresEventLog  # noqa: PLC0415
    from tokens.domain.ids import AccountId, CatalogId, MintRequestId, OrderId  # noqa: PLC0415
    from tokens.domain.ports import NewEvent, Origin  # noqa: PLC0415
    from tokens.domain.token.events import TokenDrawn, TokenRedeemed  # noqa: PLC0415
    from tokens.domain.token.identifier import TokenId  # noqa: PLC0415
    from tokens.domain.token.state import TokenState  # noqa: PLC0415
    from tokens.domain.token.token import token_stream  # noqa: PLC0415

    log = PostgresEventLog(SystemClock(), lambda: None)
    origin = Origin("benchmark", None, "storefront")
    item, northwind, joe = CatalogId("card"), AccountId("northwind"), AccountId("joe")
    new: list[NewEvent] = []
    for number in _numbers():
        stream = token_stream(TokenId(MintRequestId(_MINT), number))
        order_id = OrderId(UUID(int=number // ORDER + 1))
        drawn = TokenDrawn(TokenState.ACTIVATED, item, order_id, northwind)
        new.append(NewEvent(stream, 3, drawn, uuid4(), origin))
        new.append(NewEvent(stream, 4, TokenRedeemed(joe), uuid4(), origin))
    for first in range(0, len(new), 5_000):
        log.append(new[first : first + 5_000])


_MINT: Final = UUID(int=1 << 64)


def _numbers() -> list[int]:
    return random.Random(1).sample(range(ORDERS * ORDER), REDEMPTIONS)  # noqa: S311 - no secret


def _rows() -> Sequence[Sequence[Any]]:
    from django.utils import timezone  # noqa: PLC0415

    now = timezone.now()
    return [
        (
            *(_MINT, number, 4, "Redeemed", "card", UUID(int=number // ORDER + 1)),
            *("northwind", "joe", "storefront", now, now, number),
        )
        for number in _numbers()
    ]


def _copy(rows: Sequence[Sequence[Any]], batch: int) -> None:
    from django.db import transaction  # noqa: PLC0415

    from projections.bulk import copy  # noqa: PLC0415
    from projections.projectors.drawn_tokens import COLUMNS  # noqa: PLC0415

    for first in range(0, len(rows), batch):
        with transaction.atomic():
            copy("projections_token", COLUMNS, rows[first : first + batch])


if __name__ == "__main__":
    for line in run():
        print(f"{line.name}: {line.value:,.0f} {line.unit}, {line.ratio:.2f} of the floor")
