"""Limits on wrong codes: who has typed too many must wait (DESIGN, section 5).

Counted are wrong codes in Redis: by client, and by consumer account or, where a request names
none, by the address that calls. All consumers of a storefront share its address, so counting
them by it would let one lock out all. What was counted in the window before weighs as much as
is left of it, so that no moment lets twice the limit through. Redis without the counters, or no
Redis at all, either lets redemptions pass or refuses them: `REDEMPTION_WITHOUT_COUNTERS` says
which.
"""

import logging
import time
from dataclasses import dataclass
from math import floor
from typing import NamedTuple

from django.conf import settings
from prometheus_client import Counter
from redis import RedisError

from api.counters import counters
from api.odata.problems import TooManyRequestsError, UnavailableError

log = logging.getLogger(__name__)

# Labels are kinds, never names: a client's name would be a series for whoever is to be born.
WRONG = Counter("contoso_wrong_codes", "Codes that belong to no token")
REFUSED = Counter("contoso_attempts_refused", "Redemptions refused unread", ("limit",))


KEPT_HOURS = 48
"""So long it is remembered how many codes were wrong in an hour."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """Who tries to redeem: each of these has a limit of its own."""

    client: str
    account: str | None
    address: str

    @property
    def subjects(self) -> list[tuple[str, str]]:
        """The kinds of limit that apply, each with whom it is about."""
        consumer = ("account", self.account) if self.account else ("address", self.address)
        return [(kind, who) for kind, who in (("client", self.client), consumer) if who]


def admit(attempt: Attempt) -> None:
    """Let an attempt pass; one round trip.

    Raises: TooManyRequestsError with the seconds to wait; UnavailableError where the counters
    cannot be read and the settings say that nothing passes then.
    """
    if settings.COUNTERS is None:
        return
    window = settings.REDEMPTION_WINDOW.total_seconds()
    current, elapsed = divmod(time.time(), window)
    subjects = attempt.subjects
    windows = (int(current) - 1, int(current))
    keys = [_key(kind, who, each) for kind, who in subjects for each in windows]
    try:
        counted = [int(count or 0) for count in counters(settings.COUNTERS).mget(keys)]
    except (RedisError, OSError) as error:
        _without_counters(error)
        return
    waits = {
        kind: _Wrong(*counted[2 * place : 2 * place + 2]).wait(
            settings.REDEMPTION_LIMITS[kind], window, elapsed
        )
        for place, (kind, _) in enumerate(subjects)
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
    if settings.COUNTERS is None:
        return
    window = settings.REDEMPTION_WINDOW.total_seconds()
    current = int(time.time() // window)
    counting = counters(settings.COUNTERS).pipeline(transaction=False)
    hour = int(time.time() // 3600)
    counting.incr(_hour_key(hour))
    counting.expire(_hour_key(hour), KEPT_HOURS * 3600)
    for kind, who in attempt.subjects:
        key = _key(kind, who, current)
        counting.incr(key)
        counting.expire(key, floor(2 * window) + 1)
    try:
        counting.execute()
    except (RedisError, OSError) as error:
        log.warning("a wrong code could not be counted: %s", type(error).__name__)


def wrong_codes(hours: int) -> int | None:
    """Return how many codes were wrong in the last hours, the current one included.

    As far as Redis remembers, which keeps two days; None where it does not answer.
    """
    if settings.COUNTERS is None:
        return None
    now = int(time.time() // 3600)
    keys = [_hour_key(hour) for hour in range(now - hours + 1, now + 1)]
    try:
        counted = counters(settings.COUNTERS).mget(keys)
    except (RedisError, OSError):
        return None
    return sum(int(count or 0) for count in counted)


def _hour_key(hour: int) -> str:
    return f"contoso:wrong-codes:hour:{hour}"


def _key(kind: str, who: str, window: int) -> str:
    return f"contoso:wrong-codes:{kind}:{window}:{who.encode().hex()}"


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
