"""Operators pause, resume and rebuild projections, and retry parked streams."""

import threading
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from contoso.tests.waiting import eventually
from projections import checkpoints, runner, status, tasks, upkeep
from projections import rebuild as rebuilding
from projections.errors import RebuildAskedError
from projections.models import Checkpoint, Order, ParkedStream, Rebuild, Token
from projections.projectors import PROJECTIONS
from projections.projectors.orders import ORDERS
from projections.projectors.tokens import TOKENS
from projections.runner import Step
from projections.shadow import Shadow
from projections.tests.histories import History, ListedLog
from projections.tests.operators import signed_in
from projections.tests.test_runner import CountedLog, in_thread
from projections.tests.test_tokens import expected, seen
from tokens.adapters.postgres.database import rows
from tokens.models import OperatorCommand
from tokens.tests.harness import PostgresHarness

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ann(db):
    return signed_in("ann", "Operator")


def do(client, name, deed):
    return client.post(reverse("admin:projections_checkpoint_do", args=[name, deed]))


def page(client, name):
    address = reverse("admin:projections_checkpoint_change", args=[name])
    return client.get(address).content.decode()


def overview(client):
    return client.get(reverse("admin:projections_checkpoint_changelist")).content.decode()


class Slow:
    """A projection whose batches wait until they are let go."""

    name = "tokens"
    models = ()

    def __init__(self):
        self.begun, self.go_on = threading.Event(), threading.Event()
        self.seen = []

    def apply(self, events):
        self.begun.set()
        self.go_on.wait(10)
        self.seen += [event.position for event in events]


class TestPausing:
    def test_no_batch_is_applied_once_the_page_has_answered(self, ann, history):
        """A runner is in the middle of a batch: the page answers when that is committed."""
        slow = Slow()
        worker = in_thread(lambda: runner.catch_up([slow], history.log, batch=4))
        assert slow.begun.wait(10)
        answered = threading.Event()

        def pause():
            do(ann, "tokens", "pause")
            answered.set()

        operator = in_thread(pause)
        waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
        eventually(lambda: rows(waiting)[0][0], lambda count: count > 0)
        assert not answered.is_set()
        slow.go_on.set()
        operator.join()
        seen_then, position = list(slow.seen), checkpoints.position("tokens")
        worker.join()
        assert slow.seen == seen_then
        assert slow.seen[-1] == position < history.events[-1].position
        assert runner.step(slow, history.log) is Step.PAUSED

    def test_a_pause_outlives_the_worker_and_resuming_catches_up(self, ann, history):
        log = ListedLog(history.events[:20])
        runner.catch_up(PROJECTIONS, log)
        do(ann, "tokens", "pause")
        log.events = history.events
        runner.catch_up(PROJECTIONS, log)
        assert checkpoints.position("tokens") == history.events[19].position
        assert Order.objects.count() == 3
        assert "Paused" in overview(ann)
        do(ann, "tokens", "resume")
        runner.catch_up(PROJECTIONS, log)
        assert seen() == expected(history.events)
        columns = ("command", "subject", "outcome")
        assert list(OperatorCommand.objects.order_by("id").values_list(*columns)) == [
            ("PauseProjection", "projection-tokens", "Accepted"),
            ("ResumeProjection", "projection-tokens", "Accepted"),
        ]

    def test_who_waits_for_a_long_batch_is_told(self, ann, history, monkeypatch):
        monkeypatch.setattr(checkpoints, "PATIENCE", "SET LOCAL lock_timeout = '50ms'")
        slow = Slow()
        worker = in_thread(lambda: runner.step(slow, history.log))
        assert slow.begun.wait(10)
        do(ann, "tokens", "pause")
        slow.go_on.set()
        worker.join()
        assert OperatorCommand.objects.get().outcome == "Refused"
        assert not checkpoints.standing("tokens").is_paused

    def test_a_paused_projection_is_not_read_for(self, history):
        checkpoints.pause("tokens")
        log = CountedLog(history.events)
        assert runner.step(TOKENS, log) is Step.PAUSED
        assert log.reads == 0


class TestRebuilding:
    def test_a_worker_does_it_and_the_page_tells_the_comparison(self, ann, history):
        runner.catch_up(PROJECTIONS, history.log)
        Token.objects.filter(sequence=1).delete()
        do(ann, "tokens", "rebuild")
        assert "waits for a worker" in page(ann, "tokens")
        assert "Rebuilding" in overview(ann)
        assert upkeep.do_what_is_asked(history.log) == 1
        assert "projections_token: 1 rows were missing, 0 were wrong" in page(ann, "tokens")
        assert seen() == expected(history.events)
        done = Rebuild.objects.get()
        assert (done.state, done.position) == ("Done", history.events[-1].position)

    def test_its_progress_is_seen_by_others_while_it_runs(self, ann, history, monkeypatch):
        runner.catch_up(PROJECTIONS, history.log)
        told = []
        follow = runner.step

        def in_small_steps(projection, log, until):
            told.append(Rebuild.objects.get().position)
            return follow(projection, log, 7, until)

        monkeypatch.setattr(rebuilding, "step", in_small_steps)
        upkeep.ask_for_rebuild("orders", "ann")
        upkeep.do_what_is_asked(history.log)
        assert len(set(told)) > 3
        assert told == sorted(told)

    def test_one_at_a_time(self, ann, history):
        do(ann, "tokens", "rebuild")
        do(ann, "orders", "rebuild")
        assert list(Rebuild.objects.values_list("projection", flat=True)) == ["tokens"]
        assert OperatorCommand.objects.latest("id").outcome == "Refused"
        with pytest.raises(RebuildAskedError):
            upkeep.ask_for_rebuild("orders", "bob")

    def test_two_workers_do_it_once(self, history):
        runner.catch_up(PROJECTIONS, history.log)
        upkeep.ask_for_rebuild("tokens", "ann")
        done = []
        with rebuilding.alone(""):
            in_thread(lambda: done.append(upkeep.do_what_is_asked(history.log))).join()
        assert done == [0]
        assert upkeep.do_what_is_asked(history.log) == 1

    def test_a_worker_killed_in_the_middle_leaves_the_old_tables(
        self, ann, history, monkeypatch
    ):
        runner.catch_up(PROJECTIONS, history.log)
        upkeep.ask_for_rebuild("tokens", "ann")

        def crash(*_):
            raise KeyboardInterrupt

        with monkeypatch.context() as patched:
            patched.setattr(rebuilding, "_swap", crash)
            patched.setattr(Shadow, "drop", lambda _: None)
            with pytest.raises(KeyboardInterrupt):
                upkeep.do_what_is_asked(history.log)
        assert seen() == expected(history.events)
        assert Rebuild.objects.get().state == "Running"
        upkeep.do_what_is_asked(history.log)
        assert "The worker ended before it was done" in page(ann, "tokens")
        upkeep.ask_for_rebuild("tokens", "ann")
        upkeep.do_what_is_asked(history.log)
        assert Rebuild.objects.latest("id").state == "Done"
        assert seen() == expected(history.events)

    def test_one_that_fails_tells_why(self, ann, history, monkeypatch):
        def fail(*_):
            raise ValueError("full")

        runner.catch_up(PROJECTIONS, history.log)
        monkeypatch.setattr(rebuilding, "_swap", fail)
        upkeep.ask_for_rebuild("tokens", "ann")
        upkeep.do_what_is_asked(history.log)
        assert "ValueError: full" in page(ann, "tokens")

    def test_a_paused_projection_stays_paused(self, history):
        runner.catch_up(PROJECTIONS, history.log)
        checkpoints.pause("tokens")
        upkeep.ask_for_rebuild("tokens", "ann")
        upkeep.do_what_is_asked(history.log)
        assert Rebuild.objects.get().state == "Done"
        assert checkpoints.standing("tokens").is_paused


class TestParkedStreams:
    @pytest.fixture
    def parked(self, history):
        runner.catch_up([TOKENS], history.log)
        first = next(e for e in history.events if e.stream.startswith("order-"))
        times = {"parked_on": first.recorded_on, "failed_on": first.recorded_on}
        parked = ParkedStream.objects.create(
            projection="orders",
            stream=first.stream,
            position=first.position,
            error="Oh\nKeyError: 1\n",
            **times,
        )
        runner.catch_up([ORDERS], history.log)
        return parked

    def test_are_retried_by_a_worker(self, ann, history, parked):
        assert Order.objects.count() == 2
        address = reverse("admin:projections_parkedstream_changelist")
        assert "KeyError: 1" in ann.get(address).content.decode()
        ann.post(address, {"action": "retry", "_selected_action": [parked.pk]})
        assert upkeep.do_what_is_asked(history.log) == 1
        assert not ParkedStream.objects.exists()
        assert Order.objects.count() == 3
        assert OperatorCommand.objects.get().command == "RetryParkedStreams"

    def test_one_that_fails_again_is_not_tried_for_ever(self, history, parked, monkeypatch):
        def fail(*_):
            raise KeyError(2)

        monkeypatch.setattr(type(ORDERS), "apply", fail)
        upkeep.ask_to_retry([parked.pk])
        assert upkeep.do_what_is_asked(history.log) == 1
        assert ParkedStream.objects.get().retry_asked_on is None
        assert upkeep.do_what_is_asked(history.log) == 0

    def test_tell_the_whole_error(self, ann, parked):
        address = reverse("admin:projections_parkedstream_change", args=[parked.pk])
        assert "Oh\nKeyError: 1" in ann.get(address).content.decode()


class TestPages:
    def test_cost_few_queries(self, ann, django_assert_max_num_queries):
        harness = PostgresHarness()
        harness.mint(5)
        tasks.catch_up()
        with django_assert_max_num_queries(24):
            told = overview(ann)
        assert all(projection.name in told for projection in PROJECTIONS)
        with django_assert_max_num_queries(16):
            page(ann, "tokens")

    def test_viewers_see_and_do_nothing(self, history):
        viewer = signed_in("vic", "Viewer")
        told = page(viewer, "tokens")
        assert "/do/pause/" not in told
        for deed in ("pause", "resume", "rebuild"):
            assert do(viewer, "tokens", deed).status_code == 403
        nobody = signed_in("nic", "Nobody")
        address = reverse("admin:projections_checkpoint_changelist")
        assert nobody.get(address).status_code == 403

    def test_unknown_names_are_not_found(self, ann):
        assert do(ann, "nonsense", "pause").status_code == 404
        assert do(ann, "tokens", "nonsense").status_code == 404
        address = reverse("admin:projections_checkpoint_change", args=["nonsense"])
        assert ann.get(address).status_code == 404

    def test_one_that_makes_no_progress_has_stalled(self, ann):
        harness = PostgresHarness()
        harness.mint(5)
        tasks.catch_up()
        assert "Stalled" not in overview(ann)
        Checkpoint.objects.all().delete()
        told = status.statuses([TOKENS], OldLog())
        assert told[0].state == "Stalled"


class OldLog:
    """A log whose first event nobody has projected for a day."""

    def safe_position(self):
        return 10

    def read(self, after, limit):
        history = History()
        history.mint(1)
        return history.events[:1]


def test_the_rate_is_measured_over_a_window(history, monkeypatch):
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)
    checkpoints.make("tokens")
    for seconds, position in ((0, 100), (6, 400), (12, 1300), (40, 1400)):
        at = now + timedelta(seconds=seconds)
        monkeypatch.setattr(timezone, "now", lambda at=at: at)
        checkpoints.advance("tokens", position)
        rate = Checkpoint.objects.get(pk="tokens").rate
        assert rate == {0: 0, 6: 0, 12: pytest.approx(1300 / 12), 40: 0}[seconds]
