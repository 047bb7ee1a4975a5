"""Queues, ticks, and what happens when the broker is away."""

import time

import pytest
from celery import Celery

from contoso.celery import app
from contoso.connections import celery_broker
from contoso.hinting import HintingCelery


def like_ours(broker):
    other = HintingCelery("other")
    other.conf.update({**(app.conf.changes or {}), "broker_url": broker})
    return other


class TestRouting:
    @pytest.mark.parametrize(
        ("task", "queue"),
        [
            ("tokens.relay_messages", "messages"),
            ("tokens.make_packages", "packages"),
            ("projections.catch_up", "projections"),
            ("projections.upkeep", "upkeep"),
        ],
    )
    def test_the_prefix_names_the_queue(self, task, queue):
        assert app.amqp.router.route({}, task)["queue"].name == queue

    def test_nothing_is_acknowledged(self):
        assert {name: queue.no_ack for name, queue in app.amqp.queues.items()} == {
            "messages": True,
            "packages": True,
            "projections": True,
            "upkeep": True,
        }

    def test_ticks_expire_before_they_pile_up(self):
        assert all(
            entry["options"]["expires"] <= 1 for entry in app.conf.beat_schedule.values()
        )


class TestSendTask:
    def test_a_broker_that_is_away_costs_no_error_and_hardly_any_time(self):
        other = like_ours("redis://127.0.0.1:1/0")
        began = time.monotonic()
        for _ in range(50):
            other.send_task("tokens.relay_messages")
        assert time.monotonic() - began < 2

    def test_a_broker_that_is_there_gets_the_hint(self, redis_url):
        other = like_ours(celery_broker(redis_url))
        with other.connection_for_read() as connection:
            queue = connection.SimpleQueue("messages")
            # Other tests write, and writing hints.
            queue.clear()
            other.send_task("tokens.relay_messages")
            message = queue.get(timeout=5)
            assert message.headers["task"] == "tokens.relay_messages"
            message.ack()
            queue.close()

    def test_it_is_a_celery_application_like_any_other(self):
        assert isinstance(app, Celery)
