"""A Celery application whose senders never fail and never wait for a broker that is away."""

import logging
import time
from typing import Any

from celery import Celery, uuid
from celery.result import AsyncResult
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

_LOG = logging.getLogger(__name__)
_PAUSE_SECONDS = 2.0


class HintingCelery(Celery):
    """Sends tasks at best effort.

    After a failure nothing is sent for two seconds, so that a broker which hangs costs one
    request its time-out and not every one.
    """

    _silent_until = 0.0

    def send_task(self, name: str, *args: Any, **options: Any) -> "AsyncResult[Any]":  # noqa: ANN401 - Celery's own signature
        """Send a task if the broker is there; the result's id means nothing if not."""
        if time.monotonic() < self._silent_until:
            return self.AsyncResult(uuid())
        try:
            return super().send_task(name, *args, **options)
        except (OperationalError, RedisError, OSError) as problem:
            self._silent_until = time.monotonic() + _PAUSE_SECONDS
            _LOG.warning("%s not sent, the broker is away: %s", name, type(problem).__name__)
            return self.AsyncResult(uuid())
