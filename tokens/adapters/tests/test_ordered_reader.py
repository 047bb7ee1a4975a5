"""Every committed event is delivered once and in its stream's order, whoever writes."""

import random
import threading
import time
from uuid import uuid4

import pytest
from django.db import connection, transaction

from tokens.adapters.clocks import SystemClock
from tokens.adapters.postgres.database import rows
from tokens.adapters.postgres.event_log import PostgresEventLog
from tokens.adapters.postgres.ordered_reader import LAST_POSITION, OrderedReader
from tokens.adapters.tests.threads import run_together
from tokens.domain.ids import StreamId
from tokens.domain.ports import NewEvent, Origin
from tokens.domain.token.events import TokenCirculated

WRITERS = 6
SHARED = 4
TRANSACTIONS = 40
ROLLED_BACK = 0.1
LONGEST_HOLD = 0.02


class Undone(Exception):  # noqa: N818  # nothing went wrong
    pass


class Writer:
    """Appends to streams of its own and to those that all share, and sometimes gives up."""

    def __init__(self, seed: int, shared: list[StreamId]) -> None:
        self.random = random.Random(seed)  # noqa: S311  # a test's dice
        self.shared = shared
        self.own = StreamId(f"writer-{uuid4()}")
        self.versions = 0
        self.committed: list[tuple[StreamId, int]] = []

    def __call__(self) -> None:
        for _ in range(TRANSACTIONS):
            try:
                self.write()
            except Undone:
                continue

    def write(self) -> None:
        count = self.random.randint(1, 4)
        places = [(self.own, self.versions + n) for n in range(count)]
        with transaction.atomic():
            # A stream that all write to is locked, as an aggregate's version would be.
            shared = self.random.choice(self.shared)
            rows("SELECT pg_advisory_xact_lock(hashtext(%s))", [shared])
            ((version,),) = rows(
                "SELECT count(*) FROM tokens_event WHERE stream = %s", [shared]
            )
            places.append((shared, version))
            append(places[:1])
            time.sleep(self.random.uniform(0, LONGEST_HOLD))
            append(places[1:])
            time.sleep(self.random.uniform(0, LONGEST_HOLD))
            if self.random.random() < ROLLED_BACK:
                raise Undone
        self.versions += count
        self.committed += places


def append(places: list[tuple[StreamId, int]]) -> None:
    PostgresEventLog(SystemClock(), lambda: None).append(
        [
            NewEvent(stream, version, TokenCirculated(), uuid4(), Origin("test"))
            for stream, version in places
        ]
    )


def read_until(finished: threading.Event, seen: list, start: int) -> None:
    reader, position = OrderedReader(), start
    while True:
        last_round = finished.is_set()
        while events := reader.read(position, 7):
            seen += [(event.stream, event.version) for event in events]
            position = events[-1].position
        if last_round:
            return


@pytest.mark.django_db(transaction=True)
class TestOrderedReader:
    @pytest.mark.parametrize("seed", range(5))
    def test_misses_nothing_and_keeps_every_stream_in_order(self, seed):
        ((start,),) = rows(LAST_POSITION)
        shared = [StreamId(f"shared-{uuid4()}") for _ in range(SHARED)]
        writers = [Writer(seed * 100 + n, shared) for n in range(WRITERS)]
        finished, seen = threading.Event(), []

        def write() -> None:
            try:
                run_together(writers)
            finally:
                finished.set()

        run_together([write, lambda: read_until(finished, seen, start)])
        committed = [place for writer in writers for place in writer.committed]
        assert len(committed) > WRITERS * TRANSACTIONS
        assert sorted(seen) == sorted(committed)
        for stream in {stream for stream, _ in seen}:
            versions = [version for found, version in seen if found == stream]
            assert versions == sorted(versions)

    def test_waits_for_a_writer_that_drew_the_lower_position(self):
        ((start,),) = rows(LAST_POSITION)
        slow, fast = (StreamId(f"writer-{uuid4()}") for _ in range(2))
        drawn, overtaken = threading.Event(), threading.Event()

        def write_slowly() -> None:
            with transaction.atomic():
                append([(slow, 0)])
                drawn.set()
                assert overtaken.wait(30)

        def overtake() -> None:
            assert drawn.wait(30)
            append([(fast, 0)])
            try:
                assert OrderedReader().read(start, 10) == []
            finally:
                overtaken.set()

        run_together([write_slowly, overtake])
        assert [e.stream for e in OrderedReader().read(start, 10)] == [slow, fast]

    def test_is_not_held_up_by_writers_of_other_tables(self):
        ((start,),) = rows(LAST_POSITION)
        stream = StreamId(f"writer-{uuid4()}")
        with transaction.atomic():
            connection.cursor().execute(
                "CREATE TEMP TABLE elsewhere ON COMMIT DROP AS SELECT 1"
            )
            run_together([lambda: append([(stream, 0)])])
            assert [e.stream for e in OrderedReader().read(start, 10)] == [stream]


@pytest.mark.django_db
class TestTheLog:
    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE tokens_event SET actor = 'x'",
            "DELETE FROM tokens_event",
            "TRUNCATE tokens_event",
        ],
    )
    def test_refuses_to_be_changed(self, statement):
        with pytest.raises(Exception, match="append-only"):
            rows(statement)
