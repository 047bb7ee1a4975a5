"""The page that follows a correlation id: all that one request led to, as a sequence."""

from typing import NamedTuple

from tokens.admin.links import events_address, sequence_address, subject_address
from tokens.admin.sequence import Row, rows_of
from tokens.admin.sequence_drawing import draw
from tokens.admin.trail import steps_of
from tokens.models import Event, Message, OperatorCommand

EVENTS_SHOWN = 2_500
"""So many events are read for one page."""
ROWS_SHOWN = 60
"""So many steps are drawn, once those that repeat one another are folded."""
STREAMS_ASKED = 20
"""Messages on their way are looked for among so many recipients."""


class Shown(NamedTuple):
    """A row, and the pages of those who take part in it."""

    row: Row
    source: str | None
    target: str | None


def sequence_context(correlation_id: str, after: int) -> dict[str, object]:
    """Return what the page shows: the events after a position, up to `EVENTS_SHOWN`.

    About seven statements, whatever the correlation id has led to.
    """
    found = Event.objects.filter(correlation_id=correlation_id, position__gt=after)
    events = list(found.defer("data").order_by("position")[: EVENTS_SHOWN + 1])
    more, events = len(events) > EVENTS_SHOWN, events[:EVENTS_SHOWN]
    asked = OperatorCommand.objects.filter(correlation_id=correlation_id).first()
    rows = rows_of(steps_of(events), asked)
    streams = list(dict.fromkeys(event.stream for event in events))[:STREAMS_ASKED]
    waiting = Message.objects.filter(recipient__in=streams, correlation_id=correlation_id)
    last = events[-1].position if events else after
    following = f"{sequence_address(correlation_id)}&after={last}"
    return {
        "title": "What one request led to",
        "correlation_id": correlation_id,
        "events": events_address(correlation_id=correlation_id),
        "asked": asked,
        "count": len(events),
        "after": after,
        "following": following if more else None,
        "left_out": max(len(rows) - ROWS_SHOWN, 0),
        "rows": [_shown(row) for row in rows[:ROWS_SHOWN]],
        "drawing": draw(rows[:ROWS_SHOWN]) if rows else None,
        "waiting": list(waiting.order_by("due")[:ROWS_SHOWN]),
    }


def _shown(row: Row) -> Shown:
    return Shown(row, subject_address(row.source), subject_address(row.target))
