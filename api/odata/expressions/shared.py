"""What all expressions of one request share: its moment, and a bound on subqueries."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime


@dataclass(slots=True)
class Shared:
    """`now` is what now() means wherever it stands; `subqueries` those that were read."""

    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    subqueries: int = 0


_SHARED: ContextVar[Shared | None] = ContextVar("shared", default=None)


@contextmanager
def one_request() -> Iterator[None]:
    """What is read within, at any depth, belongs to one request."""
    if _SHARED.get() is not None:
        yield
        return
    token = _SHARED.set(Shared())
    try:
        yield
    finally:
        _SHARED.reset(token)


def shared() -> Shared:
    """What the request around shares; of its own where there is none."""
    return _SHARED.get() or Shared()
