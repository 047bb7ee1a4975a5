"""The log: what is written to it, and how it is read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol
from uuid import UUID

from tokens.domain.aggregate import Versioned
from tokens.domain.ids import StreamId
from tokens.domain.messages import Event


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an event or a message comes from.

    `correlation_id` is shared by all that one request caused, `causation_id` is the id of
    the command or event that caused this one, `actor` is who asked.
    """

    correlation_id: str
    causation_id: UUID | None = None
    actor: str | None = None


class NewEvent(NamedTuple):
    """An event to be recorded; its version is its place in its stream."""

    stream: StreamId
    version: int
    event: Event
    event_id: UUID
    origin: Origin


class Recorded(NamedTuple):
    """An event as the log has it; positions grow in the order of delivery, with holes."""

    position: int
    stream: StreamId
    version: int
    event: Event
    event_id: UUID
    origin: Origin
    recorded_on: datetime


class EventLog(Protocol):
    """The append-only log of all events."""

    def load(self, stream: StreamId) -> Sequence[Versioned]:
        """Return the events of a stream in order; none, if there is no such stream."""
        ...

    def load_many(self, streams: Iterable[StreamId]) -> Mapping[StreamId, Sequence[Versioned]]:
        """Return the events of several streams in order, by stream."""
        ...

    def append(self, events: Sequence[NewEvent]) -> int:
        """Record events and return the position of the last.

        Raises: ConcurrencyError where a (stream, version) is taken; nothing is recorded.
        """
        ...


class EventReader(Protocol):
    """The log as its readers see it: every committed event, once, in a fixed order."""

    def read(self, after: int, limit: int) -> Sequence[Recorded]:
        """Return up to `limit` events with position > `after`, in order of position."""
        ...
