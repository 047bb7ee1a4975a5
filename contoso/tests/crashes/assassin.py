"""Kills processes of one running system outright, as a crash would."""

import random
import time
from collections.abc import Callable
from itertools import cycle, islice

import psutil
import redis

from contoso.startup.places import Places
from contoso.tests.running_system import RunningSystem
from contoso.tests.waiting import eventually

# Wide enough to fall before, into and after the transactions of a burst.
SHORTEST, LONGEST = 0.02, 0.2
PATIENCE = 1.0
# About what a busy process needs for its largest transaction.
BATCH_SECONDS = 0.1
RESTART_SECONDS = 20


class Assassin:
    """Finds its victims below the system's supervisor and nowhere else."""

    def __init__(self, system: RunningSystem) -> None:
        assert system.process is not None
        self._supervisor = psutil.Process(system.process.pid)
        self._redis_url = Places(system.home).redis_url
        self._random = random.Random(0)  # noqa: S311  # when to strike is no secret
        self.kills = 0

    def strike(self, methods: list[Callable[[], None]], times: int) -> None:
        """Use the methods in turns, each at a moment that nobody can foresee."""
        for method in islice(cycle(methods), times):
            time.sleep(self._random.uniform(SHORTEST, LONGEST))
            method()

    def task_processes(self, queue: str) -> Callable[[], None]:
        """The processes that execute a queue's tasks; their worker starts others."""

        def method() -> None:
            found = eventually(lambda: self._task_processes(queue), bool, RESTART_SECONDS)
            self._wait_until_busy(found)
            for process in found:
                self._kill(process)

        return method

    def worker(self, queue: str) -> Callable[[], None]:
        """A queue's worker itself; the supervisor starts another."""

        def method() -> None:
            for process in self._children(f"{queue}@%h"):
                self._kill(process)

        return method

    def _task_processes(self, queue: str) -> list[psutil.Process]:
        return [p for worker in self._children(f"{queue}@%h") for p in _children_of(worker)]

    def redis(self) -> None:
        """Redis, with all that it remembers."""
        for process in self._children("redis-server"):
            self._kill(process)

    def flush(self) -> None:
        """All that Redis remembers; nothing, where it was killed just now."""
        try:
            redis.Redis.from_url(self._redis_url).flushall()
        except redis.RedisError:
            return

    def _wait_until_busy(self, processes: list[psutil.Process]) -> None:
        """Let them be in the middle of something; not for ever, for there may be nothing."""
        idle, deadline = sum(map(_cpu_seconds, processes)), time.monotonic() + PATIENCE
        while time.monotonic() < deadline and sum(map(_cpu_seconds, processes)) <= idle:
            time.sleep(0.005)
        time.sleep(self._random.uniform(0, BATCH_SECONDS))

    def _children(self, word: str) -> list[psutil.Process]:
        return [p for p in self._supervisor.children() if word in " ".join(_command(p))]

    def _kill(self, process: psutil.Process) -> None:
        try:
            process.kill()
        except psutil.NoSuchProcess:
            return
        self.kills += 1


def _children_of(process: psutil.Process) -> list[psutil.Process]:
    try:
        return process.children()
    except psutil.NoSuchProcess:
        return []


def _cpu_seconds(process: psutil.Process) -> float:
    try:
        return sum(process.cpu_times()[:2])
    except psutil.Error:
        return 0.0


def _command(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []
