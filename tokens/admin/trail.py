"""What led to what: the events of a correlation id, by the commands that recorded them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from tokens.models import DeliveredMessage, Event

GENERATIONS = 8
"""So many messages are followed back that recorded nothing themselves."""


@dataclass
class Step:
    """One command that was handled, by a client's request or as a message.

    `message` is None for a command that a client or an operator sent; `sent_by` is then, too.
    """

    id: UUID | None
    message: DeliveredMessage | None
    events: list[Event] = field(default_factory=list)

    @property
    def sent_by(self) -> UUID | None:
        """The id of the command whose handler sent the message."""
        return self.message.causation_id if self.message else None

    @property
    def stream(self) -> str:
        """What the command was about."""
        return self.message.recipient if self.message else self.events[0].stream


def steps_of(events: Iterable[Event]) -> list[Step]:
    """Return the steps that recorded some events, and the messages between them, in order.

    A few statements, however many events.
    """
    by_cause: dict[UUID | None, list[Event]] = {}
    for event in events:
        by_cause.setdefault(event.causation_id, []).append(event)
    messages = messages_behind(by_cause)
    steps: dict[UUID | None, Step] = {}
    for cause, recorded in by_cause.items():
        for message in _silent(cause, messages, {*by_cause, *steps}):
            steps[message.message_id] = Step(message.message_id, message)
        steps[cause] = Step(cause, messages.get(cause) if cause else None, recorded)
    return list(steps.values())


def messages_behind(causes: Iterable[UUID | None]) -> Mapping[UUID, DeliveredMessage]:
    """Return the delivered messages among some causes, and those behind them."""
    found: dict[UUID, DeliveredMessage] = {}
    asked: set[UUID] = set()
    wanted = {cause for cause in causes if cause}
    for _ in range(GENERATIONS):
        if not wanted:
            break
        asked |= wanted
        new = DeliveredMessage.objects.in_bulk(wanted)
        found |= new
        wanted = {m.causation_id for m in new.values() if m.causation_id} - asked
    return found


def _silent(
    cause: UUID | None, messages: Mapping[UUID, DeliveredMessage], known: set[UUID | None]
) -> Sequence[DeliveredMessage]:
    """Return the messages behind a step that recorded nothing, the first of them first."""
    behind = []
    message = messages.get(cause) if cause else None
    while message and message.causation_id not in known:
        message = messages.get(message.causation_id) if message.causation_id else None
        if message:
            behind.append(message)
    return behind[::-1]
