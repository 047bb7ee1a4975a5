"""Limits on wrong codes: who has typed too many must wait (DESIGN, section 5).

Counted are wrong codes, by client, by consumer account and by the address that calls, in
Redis through Django's cache. What was counted in the window before weighs as much as is left
of it, so that no moment lets twice the limit through. Redis without the counters, or no Redis
at all, either lets redemptions pass or refuses them: `REDEMPTION_WITHOUT_COUNTERS` says which.
"""

import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass
from math import floor
from typing import NamedTuple

from django.conf import settings
from django.core.cache import cache
from prometheus_client import Counter
from redis import RedisError

from api.odata.problems import TooManyRequestsError, UnavailableError

log = logging.getLogger(__name__)

# Labels are kinds, never names: a client's name would be a series for whoever is to be born.
WRONG = Counter("contoso_wrong_codes", "Codes that belong to no token")
REFUSED = Counter("contoso_attempts_refused", "Redemptions refused unread", ("limit",))


@dataclass(frozen=True, slots=True)
class Attempt:
    """Who tries to redeem: each of these has a limit of its own."""

    client: str
    account: str | None
    address: str

    @property
    def subjects(self) -> list[tuple[str, str]]:
        """The kinds of limit that apply, each with whom it is about."""
        named = {"client": self.client, "account": self.account, "address": self.address}
        return [(kind, who) for kind, who in named.items() if who]


def admit(attempt: Attempt) -> None:
    """Let an attempt pass; one round trip.

    Raises: TooManyRequestsError with the seconds to wait; UnavailableError where the counters
    cannot be read and the settings say that nothing passes then.
    """
    window = settings.REDEMPTION_WINDOW.total_seconds()
    now = time.time()
    current, elapsed = divmod(now, window)
    keys = {
        (kind, age): _key(kind, who, int(current) - age)
        for kind, who in attempt.subjects
        for age in (0, 1)
    }
    try:
        counted = cache.get_many(keys.values())
    except (RedisError, OSError) as error:
        _without_counters(error)
        return
    waits = {
        kind: _Wrong(counted.get(keys[kind, 1], 0), counted.get(keys[kind, 0], 0)).wait(
            settings.REDEMPTION_LIMITS[kind], window, elapsed
        )
        for kind, _ in attempt.subjects
    }
    longest = max(waits, key=lambda kind: waits[kind])
    if waits[longest]:
        REFUSED.labels(longest).inc()
        raise _too_many(longest, waits[longest])


class _Wrong(NamedTuple):
    """How many codes were wrong in the window before, and in this one."""

    before: int
    now: int

    def wait(self, limit: int, window: float, elapsed: float) -> int:
        """Return the seconds until there are fewer than the limit; 0, if there are."""
        if self.now + self.before * (1 - elapsed / window) < limit:
            return 0
        if self.now < limit:
            free_at = window * (1 - (limit - self.now) / self.before)
        else:
            free_at = window + window * (1 - limit / self.now)
        return floor(free_at - elapsed) + 1


def count_wrong(attempt: Attempt) -> None:
    """Count a wrong code against everyone who is behind it."""
    WRONG.inc()
    window = settings.REDEMPTION_WINDOW.total_seconds()
    current = int(time.time() // window)
    try:
        _count((_key(kind, who, current) for kind, who in attempt.subjects), 2 * window)
    except (RedisError, OSError) as error:
        log.warning("a wrong code could not be counted: %s", type(error).__name__)


def _count(keys: Iterable[str], seconds: float) -> None:
    for key in keys:
        if not cache.add(key, 1, timeout=seconds):
            cache.incr(key)


def _key(kind: str, who: str, window: int) -> str:
    return f"wrong-codes:{kind}:{window}:{who.encode().hex()}"


def _too_many(kind: str, seconds: int) -> TooManyRequestsError:
    message = (
        f"Too many wrong codes came from this {kind}: wait {seconds} seconds, then check every "
        "letter and digit before you try again."
    )
    headers = {"Retry-After": str(seconds)}
    return TooManyRequestsError(message, code="TooManyAttempts", headers=headers)


def _without_counters(error: Exception) -> None:
    log.warning("wrong codes are not counted: %s", type(error).__name__)
    if settings.REDEMPTION_WITHOUT_COUNTERS == "refuse":
        message = "Redemptions are not possible at the moment. Try again soon."
        raise UnavailableError(message, code="AttemptsNotCounted", headers={"Retry-After": "5"})
