"""Hints to the workers that there is something to look for; losing one costs a second.

A process sends from a thread of its own, so that no request waits for Redis, and at most
one hint of a kind is outstanding in Redis however many writers there are. The flag is
taken down by the worker before it looks, so whoever finds it up knows that the worker
will still see what was committed before.
"""

import logging
import os
import threading
import time
from collections.abc import Callable

import redis

log = logging.getLogger(__name__)

LOST_AFTER_MS = 1000
"""A hint that was not taken up for so long is taken to be lost."""
PAUSE = 0.01
"""A process sends a kind of hint at most once in so many seconds."""


class Hints:
    """Hints of one kind, by the name of the task that looks."""

    def __init__(self, client: redis.Redis, task: str, send: Callable[[str], object]) -> None:
        self._redis = client
        self._task = task
        self._send = send
        self._flag = f"contoso:hint:{task}"
        self._wanted = threading.Event()
        self._process = 0
        self._starting = threading.Lock()

    def give(self) -> None:
        """Have a hint sent soon; never waits and never fails."""
        if self._process != os.getpid():
            self._start()
        self._wanted.set()

    def taken(self) -> None:
        """Say that a worker is about to look, so that the next hint is sent again."""
        try:
            self._redis.delete(self._flag)
        except redis.RedisError:
            log.debug("the flag %s could not be taken down; it expires", self._flag)

    def _start(self) -> None:
        with self._starting:
            # Threads do not survive a fork, so each process starts its own.
            if self._process != os.getpid():
                self._wanted = threading.Event()
                self._process = os.getpid()
                threading.Thread(target=self._run, name=self._flag, daemon=True).start()

    def _run(self) -> None:
        while True:
            self._wanted.wait()
            self._wanted.clear()
            try:
                if self._redis.set(self._flag, 1, nx=True, px=LOST_AFTER_MS):
                    self._send(self._task)
            except Exception as error:  # noqa: BLE001  # whatever it is, the next tick looks
                log.warning("no hint to %s: %s", self._task, type(error).__name__)
                time.sleep(1)
            time.sleep(PAUSE)
