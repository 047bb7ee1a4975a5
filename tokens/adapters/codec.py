"""Events and commands as JSON: by their registered names, upcast where the name is old."""

from collections.abc import Iterable

import msgspec

from tokens.application.registry import COMMANDS, EVENTS, UPCASTS
from tokens.domain.messages import Command, Event
from tokens.domain.ports import NewEvent

_encode = msgspec.json.Encoder().encode
_EVENT_DECODERS = {name: msgspec.json.Decoder(kind) for name, kind in EVENTS.items()}
_COMMAND_DECODERS = {name: msgspec.json.Decoder(kind) for name, kind in COMMANDS.items()}
_EVENT_NAMES = {kind: name for name, kind in EVENTS.items()}
_COMMAND_NAMES = {kind: name for name, kind in COMMANDS.items()}


class UnknownMessageTypeError(Exception):
    """A stored name has no class and no upcast: the code is older than the data."""

    def __init__(self, name: str) -> None:
        super().__init__(f"there is neither a type nor an upcast for '{name}'")


def encode_events(events: Iterable[NewEvent]) -> str:
    """Return JSON: for each event an array of what the log's table has of it."""
    return _encode(
        [
            (
                new.stream,
                new.version,
                _EVENT_NAMES[type(new.event)],
                new.event,
                new.event_id,
                new.origin.correlation_id,
                new.origin.causation_id,
                new.origin.actor,
            )
            for new in events
        ]
    ).decode()


def decode_event(name: str, data: str) -> Event:
    """Return the event of a stored name and JSON, upcast to the newest version.

    Raises: UnknownMessageTypeError.
    """
    while upcast := UPCASTS.get(name):
        name, upcasted = upcast(msgspec.json.decode(data))
        data = _encode(upcasted).decode()
    if name not in EVENTS:
        raise UnknownMessageTypeError(name)
    return _EVENT_DECODERS[name].decode(data)


def encode_command(command: Command) -> tuple[str, str]:
    """Return the stored name and JSON of a command."""
    return _COMMAND_NAMES[type(command)], _encode(command).decode()


def decode_command(name: str, data: str) -> Command:
    """Return the command of a stored name and JSON. Raises: UnknownMessageTypeError."""
    if name not in COMMANDS:
        raise UnknownMessageTypeError(name)
    return _COMMAND_DECODERS[name].decode(data)
