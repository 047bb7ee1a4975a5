"""The counters in Redis, `settings.COUNTERS`: of wrong codes, and of a day's keys."""

from functools import lru_cache

from redis import Redis


@lru_cache(maxsize=4)
def counters(url: str) -> Redis:
    """Return the client of a Redis; a request waits for it a fifth of a second at most."""
    return Redis.from_url(url, socket_connect_timeout=0.2, socket_timeout=0.2)
