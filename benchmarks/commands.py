"""Commands a second in process, beside the library `eventsourcing` on the same PostgreSQL.

Both load an aggregate by its id and append what a redemption records. Each has a database of
its own on the server; nobody projects the library's events, so ours wait, too, meanwhile.
"""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median
from time import perf_counter
from typing import Final
from uuid import UUID

import psycopg
from django.conf import settings
from django.db import connection
from eventsourcing.application import Application as Library
from eventsourcing.domain import Aggregate, event

from benchmarks.measurement import Measurement
from benchmarks.pgbench import redemptions_a_second
from benchmarks.settled import settle
from benchmarks.stock import Stock
from benchmarks.system import System
from contoso.startup.places import Places
from tokens.adapters.clocks import SystemClock
from tokens.adapters.postgres.backend import PostgresBackend
from tokens.adapters.postgres.serials import PostgresSerials
from tokens.application.bus import Bus
from tokens.bootstrap import application
from tokens.domain.codes.key_ring import KeyRing
from tokens.domain.ids import AccountId
from tokens.domain.ports import Origin
from tokens.domain.token.commands import RedeemToken
from tokens.domain.token.identifier import TokenId

ROUNDS: Final = 5
SECONDS: Final = 2.0
AGGREGATES: Final = 40_000
AIM: Final = 3
DATABASE: Final = "library"


class LibraryToken(Aggregate):
    """The same token as the library would have it."""

    def __init__(self, catalog_id: str, account_id: str) -> None:
        self.catalog_id = catalog_id
        self.account_id = account_id
        self.redeemed_by = ""

    @event("Redeemed")
    def redeem(self, account_id: str) -> None:
        """Redeem it."""
        if self.redeemed_by:
            raise ValueError(self.id)
        self.redeemed_by = account_id


def run(system: System) -> Iterator[Measurement]:
    """Measure in turns with one thread and with eight."""
    stock = Stock(system)
    ours, theirs = _ours(stock), _theirs()
    for threads in (1, 8):
        rates: dict[Callable[[], None], list[float]] = {ours: [], theirs: []}
        for _ in range(ROUNDS):
            for work, found in rates.items():
                settle()
                with _projections_held():
                    found.append(_rate(work, threads))
        rate, floor = median(rates[ours]), median(rates[theirs])
        name = f"redeem in process, {threads} thread{'s' if threads > 1 else ''}"
        share = median(a / b for a, b in zip(rates[ours], rates[theirs], strict=True))
        yield Measurement(name, rate, "1/s", floor, "3 times the library", share >= AIM)
    settle()
    alone = redemptions_a_second(stock, SECONDS, clients=1)
    yield Measurement("the statement alone, by pgbench, 1 client", alone, "1/s", floor)


@contextmanager
def _projections_held() -> Iterator[None]:
    """Hold the fence of all projections, so that no worker applies anything."""
    with psycopg.connect(Places(settings.CONTOSO_HOME).database_url) as holder:
        holder.execute("SELECT 1 FROM projections_checkpoint FOR UPDATE")
        yield


def _rate(work: Callable[[], None], threads: int) -> float:
    done = [0] * threads
    end = perf_counter() + SECONDS

    def run_one(place: int) -> None:
        while perf_counter() < end:
            work()
            done[place] += 1
        connection.close()

    workers = [threading.Thread(target=run_one, args=[place]) for place in range(threads)]
    began = perf_counter()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return sum(done) / (perf_counter() - began)


def _ours(stock: Stock) -> Callable[[], None]:
    bus = _bus_without_hints()
    numbers = iter(range(stock.pass_over(10**6), 10**12))
    origin = Origin("benchmark", None, "storefront")

    def work() -> None:
        token_id = TokenId(stock.mint_request_id, next(numbers))
        bus.execute(RedeemToken(token_id, account_id=AccountId("ada")), origin)

    return work


def _bus_without_hints() -> Bus:
    clock = SystemClock()
    key_ring: KeyRing = application().codes._key_ring  # noqa: SLF001 - the same codes
    backend = PostgresBackend(
        clock,
        PostgresSerials(key_ring),
        on_events=_nothing,
        on_messages=_nothing,
        on_slow_messages=_nothing,
    )
    return Bus(
        backend=backend,
        clock=clock,
        packages=application().packages,
        order_timeout=settings.ORDER_TIMEOUT,
    )


def _theirs() -> Callable[[], None]:
    library: Library[UUID] = Library(env=_library_environment())
    made = [LibraryToken("card", "northwind") for _ in range(AGGREGATES)]
    for first in range(0, AGGREGATES, 500):
        library.save(*made[first : first + 500])
    ids = iter([token.id for token in made])

    def work() -> None:
        token: LibraryToken = library.repository.get(next(ids))
        token.redeem("ada")
        library.save(token)

    return work


def _library_environment() -> dict[str, str]:
    places = Places(settings.CONTOSO_HOME)
    with psycopg.connect(places.database_url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {DATABASE}")
    return {
        **os.environ,
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": DATABASE,
        "POSTGRES_HOST": str(places.sockets),
        "POSTGRES_PORT": "5432",
        "POSTGRES_USER": "contoso",
        "POSTGRES_PASSWORD": "none",
        "POSTGRES_POOL_SIZE": "8",
    }


def _nothing() -> None:
    """Leave the workers to their ticks."""
