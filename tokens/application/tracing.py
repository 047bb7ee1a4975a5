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
    """Yield direction, type, place, id, cause and correlation of what one handler did.

    Directions: `handled` a command, `recorded` an event, `sent` a message onward. The cause
    of a message is what sent it, that of an event the command that was handled. Contents are
    left out.
    """
    told = f"cause={message_id} correlation={origin.correlation_id}"
    yield _handled(command, message_id, origin)
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


def undone(command: Command, message_id: UUID, origin: Origin, error: Exception) -> str:
    """Tell that the transaction of a command was rolled back, and with it what lines told."""
    return f"undone   {_handled(command, message_id, origin)[9:]} by={type(error).__name__}"


def _handled(command: Command, message_id: UUID, origin: Origin) -> str:
    return (
        f"handled  {type(command).__name__} {command.recipient} id={message_id} "
        f"cause={origin.causation_id} correlation={origin.correlation_id}"
    )
