"""The page of one event: what it says, what led to it, and what it led to."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from tokens.admin.event_facts import Fact, facts_of
from tokens.admin.links import (
    events_address,
    kind_of_stream,
    link,
    sequence_address,
    subject_address,
)
from tokens.admin.trail import messages_behind
from tokens.models import DeadLetter, DeliveredMessage, Event, Message, OperatorCommand

NEIGHBOURS = 100
"""What led to an event, and what it led to, is looked for among so many of its correlation."""


@dataclass(frozen=True)
class Causes:
    """What an event came of, and what came of it.

    `message` is None where a client or an operator asked for it. `behind` was recorded by
    what sent the message, `together` by the same command, `after` by the messages that the
    command sent; `waiting` are those of them that are on their way, `dead` those that failed.
    """

    message: DeliveredMessage | None
    asked: OperatorCommand | None
    behind: Sequence[Event]
    together: Sequence[Event]
    after: Sequence[Event]
    waiting: Sequence[Message]
    dead: Sequence[DeadLetter]


def context_of(event: Event) -> dict[str, object]:
    """Return what the page shows."""
    return {
        "title": f"{event.type} at {event.position:,}",
        "event": event,
        "kind": kind_of_stream(event.stream),
        "subject": subject_address(event.stream),
        "stream": events_address(stream=event.stream),
        "sequence": sequence_address(event.correlation_id),
        "facts": [*facts_of(event), *_metadata(event)],
        "json": json.dumps(event.data, indent=2, ensure_ascii=False),
        "causes": causes_of(event),
    }


def causes_of(event: Event) -> Causes:
    """Return what led to an event and what it led to; about eight statements."""
    shared = Event.objects.filter(correlation_id=event.correlation_id).defer("data")
    earlier = shared.filter(position__lt=event.position).order_by("-position")[:NEIGHBOURS]
    later = shared.filter(position__gt=event.position).order_by("position")[:NEIGHBOURS]
    near = [*reversed(earlier), *later]
    messages = messages_behind([event.causation_id, *(other.causation_id for other in near)])
    cause = event.causation_id
    message = messages.get(cause) if cause else None
    sent = {m.message_id for m in messages.values() if cause and m.causation_id == cause}
    asked = None
    if message is None:
        asked = OperatorCommand.objects.filter(correlation_id=event.correlation_id).first()
    return Causes(
        message=message,
        asked=asked,
        behind=[e for e in near if message and e.causation_id == message.causation_id],
        together=[e for e in near if e.causation_id == cause],
        after=[e for e in near if e.causation_id in sent],
        waiting=_waiting(event),
        dead=list(DeadLetter.objects.filter(causation_id=cause)) if cause else [],
    )


def _waiting(event: Event) -> list[Message]:
    # By their recipient, as their index has them: what a handler sends goes to its own stream.
    found = Message.objects.filter(recipient=event.stream, causation_id=event.causation_id)
    return list(found.order_by("due")[:NEIGHBOURS]) if event.causation_id else []


def _metadata(event: Event) -> list[Fact]:
    return [
        Fact("Event id", [event.event_id]),
        Fact(
            "Correlation id",
            [link(sequence_address(event.correlation_id), event.correlation_id)],
        ),
        Fact("Causation id", [event.causation_id or "none"]),
        Fact("By", [event.actor or "the system"]),
    ]
