"""Reading tables through the OData layer, beside REST framework and beside bare SQL."""

from collections.abc import Iterator
from itertools import repeat
from statistics import median
from typing import Final
from uuid import UUID

from benchmarks.load import generate, get
from benchmarks.measurement import Measurement
from benchmarks.system import System

ROUNDS: Final = 3
SECONDS: Final = 1.5
ORDERS: Final = 20_000
TOKENS_EACH: Final = 5
_KEY: Final = UUID(int=77)
_QUERY: Final = "$filter=quantity gt 5 and state eq 'Placed'&$orderby=quantity desc&$top=100"
_SAME: Final = "quantity__gt=5&state=Placed&ordering=-quantity"
READS: Final = {
    "GET one": (f"Orders({_KEY})", f"orders/{_KEY}/", f"orders/{_KEY}"),
    "GET 100, filtered and ordered": (f"Orders?{_QUERY}", f"orders/?{_SAME}", "orders"),
    "GET 100 with what belongs to them": (
        "Orders?$top=100&$expand=tokens",
        "expanded/",
        "expanded",
    ),
}


def run(system: System) -> Iterator[Measurement]:
    """Take turns, so that what else the machine does hits all three."""
    _fill()
    for name, (odata, drf, bare) in READS.items():
        paths = (f"/odata-tests/{odata}", f"/drf/{drf}", f"/bare/{bare}")
        rates: list[list[float]] = [[], [], []]
        for number in range(ROUNDS + 1):
            for path, measured in zip(paths, rates, strict=True):
                rate = _rate(system, path)
                # The first round warms all three up.
                if number:
                    measured.append(rate)
        ours, theirs, floor = map(median, rates)
        yield Measurement(
            f"{name}, beside DRF", ours, "1/s", theirs, "not slower", ours >= theirs
        )
        yield Measurement(
            f"{name}, beside SQL", ours, "1/s", floor, "half at least", ours >= floor / 2
        )


def _rate(system: System, path: str) -> float:
    request = get(path.replace(" ", "%20"), system.operator.headers)
    load = generate(system.port, repeat(request), SECONDS)
    if load.failed:
        raise RuntimeError(path, load.failed)
    return load.rate


def _fill() -> None:
    """Make the tables of the second service, with some rows."""
    # Django knows its models only once the system has started.
    from django.db import connection  # noqa: PLC0415

    from api.odata.tests.service.models import Order, Token  # noqa: PLC0415

    with connection.schema_editor() as editor:
        editor.create_model(Order)
        editor.create_model(Token)
    Order.objects.bulk_create(
        Order(
            id=UUID(int=number),
            catalog_id="card",
            billing_account_id="northwind",
            quantity=number % 97 + 1,
        )
        for number in range(ORDERS)
    )
    Token.objects.bulk_create(
        Token(
            id=f"T{number}",
            catalog_id="card",
            code=str(number),
            state="Minted",
            order_id=UUID(int=number // TOKENS_EACH),
        )
        for number in range(ORDERS * TOKENS_EACH)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
