"""One line for each message that travels through the bus, for those who look for a failure."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from tokens.domain.messages import Command
from tokens.domain.ports import Envelope, NewEvent, Origin


def describe(
    command: Command,
    message_id: UUID,
    origin: Origin,
    events: Iterable[NewEvent],
    sent: Iterable[Envelope],
) -> Iterator[str]:
    """Yield direction, type, recipient, id and correlation of what one handler did.

    Directions: `handled` a command, `recorded` an event, `sent` a message onward. Contents
    are left out.
    """
    told = f"correlation={origin.correlation_id}"
    yield f"handled  {type(command).__name__} {command.recipient} id={message_id} {told}"
    for new in events:
        place = f"{new.stream}@{new.version}"
        yield f"recorded {type(new.event).__name__} {place} id={new.event_id} {told}"
    for envelope in sent:
        name = type(envelope.command).__name__
        due = f"due={envelope.due.isoformat()}"
        yield (
            f"sent     {name} {envelope.command.recipient} "
            f"id={envelope.message_id} {told} {due}"
        )
