"""The pulse of workers and beat: every two seconds each says in Redis what it is at.

It is a thread of the main process with a connection of its own, so that it neither waits for
tasks nor disturbs how a worker reads its queues. Celery's own remote control would: its
connection is one more that can hang when Redis dies.
"""

import json
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import redis
from celery.worker import state
from django.conf import settings

KEY = "contoso:workers"
EVERY = 2.0
"""Seconds between two beats."""
FORGOTTEN = 3600.0
"""Seconds after which one that fell silent is no longer told of."""


class Pulse:
    """The pulse of one process."""

    def __init__(self, client: redis.Redis, name: str, queues: Sequence[str]) -> None:
        self._redis = client
        self._name = name
        self._queues = list(queues)
        self._stopped = threading.Event()

    def start(self) -> None:
        """Beat from now on, in a thread that ends with the process."""
        threading.Thread(target=self._run, name="pulse", daemon=True).start()

    def stop(self) -> None:
        """Take leave, so that nobody takes it for dead."""
        self._stopped.set()
        with suppress(redis.RedisError):
            self._redis.hdel(KEY, self._name)

    def beat(self) -> None:
        """Say what is being done. Raises: redis.RedisError."""
        told = {"seen": time.time(), "queues": self._queues, "tasks": _tasks()}
        self._redis.hset(KEY, self._name, json.dumps(told))

    def _run(self) -> None:
        while not self._stopped.is_set():
            # Redis is away, or tasks began while they were listed: the next beat tells.
            with suppress(redis.RedisError, RuntimeError):
                self.beat()
            self._stopped.wait(EVERY)


def client() -> redis.Redis:
    """Return a connection that gives up after a second."""
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1, decode_responses=True
    )


def _tasks() -> list[dict[str, Any]]:
    running = list(state.active_requests)
    return [{"name": one.name, "since": one.time_start or time.time()} for one in running]


_OWN: list[Pulse] = []


def _start(name: str, queues: Sequence[str]) -> None:
    pulse = Pulse(client(), name, queues)
    pulse.start()
    _OWN.append(pulse)


def of_worker(sender: Any, **_: Any) -> None:  # noqa: ANN401 - Celery's consumer
    """Begin the pulse of a worker that is ready."""
    _start(sender.hostname, sorted(sender.app.amqp.queues.consume_from))


def of_beat(**_: Any) -> None:  # noqa: ANN401 - whatever Celery tells
    """Begin the pulse of beat."""
    _start("beat", ())


def end(**_: Any) -> None:  # noqa: ANN401 - whatever Celery tells
    """End the pulse of this process."""
    for pulse in _OWN:
        pulse.stop()
