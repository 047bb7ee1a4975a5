"""Rebuilding while the projection is read and written."""

import threading

import pytest
from django.db import connection

from projections import checkpoints, runner
from projections import rebuild as rebuilding
from projections.horizon import horizon
from projections.models import CatalogItemCounts, Lot, Order, ParkedStream, Token
from projections.projectors import PROJECTIONS
from projections.projectors.orders import ORDERS
from projections.projectors.tokens import TOKENS
from projections.rebuild import RebuildUnderWayError, rebuild
from projections.shadow import Shadow
from projections.tests.histories import ListedLog, mint_id
from projections.tests.test_runner import in_thread
from projections.tests.test_tokens import expected, seen
from projections.token_collection import TokenCollection

pytestmark = pytest.mark.django_db(transaction=True)


def schemas():
    with connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'shadow%'")
        return cursor.fetchall()


@pytest.mark.parametrize("projection", PROJECTIONS, ids=lambda p: p.name)
def test_a_sound_projection_is_rebuilt_as_it_was(projection, history):
    runner.catch_up(PROJECTIONS, history.log)
    before = [list(model.objects.order_by("pk").values()) for model in projection.models]
    rebuilt = rebuild(projection, history.log)
    assert rebuilt == (history.events[-1].position, [])
    assert horizon(projection.name) == (history.events[-1].position, 1)
    for model, rows in zip(projection.models, before, strict=True):
        after = list(model.objects.order_by("pk").values())
        for row in (*rows, *after):
            row.pop("position", None)
        assert len(after) == len(rows)
        assert [r for r in after if {**r, "id": 0} not in [{**b, "id": 0} for b in rows]] == []
    assert schemas() == []


def test_a_damaged_projection_is_repaired_and_the_damage_told(history):
    runner.catch_up(PROJECTIONS, history.log)
    Token.objects.filter(sequence=1).delete()
    Token.objects.filter(sequence=2).update(state="Voided")
    CatalogItemCounts.objects.filter(pk="card").update(minted=7)
    rebuilt = rebuild(TOKENS, history.log)
    assert rebuilt.differences == [
        ("projections_token", 2, 1),
        ("projections_catalogitemcounts", 1, 1),
    ]
    assert seen() == expected(history.events)
    assert rebuild(TOKENS, history.log).differences == []


def test_the_swapped_tables_go_on(history):
    runner.catch_up(PROJECTIONS, history.log)
    rebuild(TOKENS, history.log)
    history.redeem(mint_id(1), 4, 6)
    history.order(5)
    runner.catch_up(PROJECTIONS, history.log)
    assert seen() == expected(history.events)
    assert rebuild(TOKENS, history.log).differences == []


def test_what_a_crashed_rebuild_left_is_not_in_the_way(history, monkeypatch):
    runner.catch_up(PROJECTIONS, history.log)

    def crash(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(rebuilding, "_swap", crash)
        patched.setattr(Shadow, "drop", lambda _: None)
        with pytest.raises(KeyboardInterrupt):
            rebuild(TOKENS, history.log)
    assert len(schemas()) == 1
    assert seen() == expected(history.events)
    assert rebuild(TOKENS, history.log).differences == []
    assert schemas() == []


def test_what_is_parked_is_rebuilt_too(history):
    runner.catch_up([ORDERS], history.log)
    ParkedStream.objects.create(
        projection="orders",
        stream="order-x",
        position=1,
        error="",
        parked_on=history.clock.now(),
        failed_on=history.clock.now(),
    )
    rebuild(ORDERS, history.log)
    assert not ParkedStream.objects.exists()
    assert Order.objects.count() == 3


def test_two_rebuilds_of_one_projection_are_one_too_many(history):
    runner.catch_up(PROJECTIONS, history.log)
    refused = []

    def second():
        with pytest.raises(RebuildUnderWayError):
            rebuild(TOKENS, history.log)
        refused.append(True)

    with rebuilding.alone(TOKENS.name):
        in_thread(second).join()
    assert refused


def test_reads_and_writes_go_on_meanwhile(history):
    """Readers page through, a worker projects, and the table is rebuilt five times."""
    log = ListedLog(history.events)
    runner.catch_up(PROJECTIONS, log)
    stop, wrong = threading.Event(), []

    def read():
        while not stop.is_set():
            page = TokenCollection().page(None, 1000)
            if len(page) != 120 or len({row.id for row in page}) != 120:
                wrong.append(len(page))

    def write():
        for number in range(10, 60):
            history.redeem(mint_id(1), number % 20)
            history.order(1)
            log.events = list(history.events)
            runner.catch_up(PROJECTIONS, log)

    reader, writer = in_thread(read), in_thread(write)
    for _ in range(5):
        assert rebuild(TOKENS, log).differences == []
    writer.join()
    stop.set()
    reader.join()
    assert wrong == []
    runner.catch_up(PROJECTIONS, log)
    assert checkpoints.position("tokens") == history.events[-1].position
    assert seen() == expected(history.events)
    assert Lot.objects.exists()
