"""What the machinery needs of a projection, and of the log."""

from collections.abc import Sequence
from typing import Protocol

from django.db.models import Model

from tokens.domain.ports import EventReader, Recorded


class Projection(Protocol):
    """A read model and the projector that writes it."""

    @property
    def name(self) -> str:
        """The name of its checkpoint, in snake case."""
        ...

    @property
    def models(self) -> Sequence[type[Model]]:
        """The tables that it alone writes; who reads several touches them in this order."""
        ...

    def apply(self, events: Sequence[Recorded]) -> None:
        """Bring the tables from before the events to after them, within the transaction.

        Events come in order of position, each once, and of all kinds. An exception means
        that one of them cannot be projected.
        """
        ...


class Log(EventReader, Protocol):
    """The log as it is read here."""

    def safe_position(self) -> int:
        """Return the position up to which `read` delivers now."""
        ...


class SharedReading:
    """A log whose last batch is kept, for projections that stand at the same position.

    Events never change and none is ever added before one that was read, so a kept batch
    stays right.
    """

    def __init__(self, log: Log) -> None:
        self._log = log
        self._asked = (-1, 0)
        self._events: Sequence[Recorded] = ()

    def read(self, after: int, limit: int) -> Sequence[Recorded]:
        """Return what the log returns; an empty batch is never taken for the last word."""
        if not self._events or self._asked != (after, limit):
            self._events = self._log.read(after, limit)
            self._asked = (after, limit)
        return self._events

    def safe_position(self) -> int:
        """Ask the log."""
        return self._log.safe_position()
