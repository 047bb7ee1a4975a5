"""Messages on their way, and those that failed too often."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from tokens.domain.messages import Command
from tokens.domain.ports.events import Origin


@dataclass(frozen=True, slots=True)
class Envelope:
    """A command on its way; it is not delivered before `due`."""

    message_id: UUID
    command: Command
    origin: Origin
    due: datetime
    attempts: int = 0


class Outbox(Protocol):
    """Messages that are stored with the events of a transaction, and delivered after it."""

    def send(self, envelopes: Sequence[Envelope]) -> None:
        """Store messages."""
        ...


class DeadLetters(Protocol):
    """Messages that failed too often."""

    def replay(self, message_ids: Sequence[UUID]) -> int:
        """Send messages again, with all their attempts before them; return how many."""
        ...

    def discard(self, message_ids: Sequence[UUID]) -> int:
        """Drop messages for good; return how many."""
        ...
