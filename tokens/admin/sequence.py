"""The steps of a correlation as a sequence: who sent what to whom, with long runs folded."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from uuid import UUID

from tokens.admin.links import kind_of_stream
from tokens.admin.trail import Step
from tokens.models import Event, OperatorCommand

LANES = 8
"""Where more streams take part than this, those of one kind share a lifeline."""
EARLIER = "earlier"
"""The lifeline of what sent a message before the first event that is shown."""


@dataclass(frozen=True)
class Row:
    """A message from one participant to another, `times` times in a row, and what it led to.

    `carried` marks what the handler did beyond the stream that the message was for.
    """

    source: str
    target: str
    label: str
    recorded: Mapping[str, int]
    first: Event | None
    began: datetime
    ended: datetime
    times: int = 1
    carried: bool = False


def rows_of(steps: Sequence[Step], asked: OperatorCommand | None) -> list[Row]:
    """Return the sequence, with rows that repeat one another folded into one."""
    lanes = _lanes(steps)
    senders = {step.id: lanes[step.stream] for step in steps}
    found = [row for step in steps for row in _rows(step, lanes, senders, asked)]
    return [_folded(list(same)) for _, same in groupby(found, key=_likeness)]


def participants_of(rows: Iterable[Row]) -> list[str]:
    """Return the participants, in the order in which they take part."""
    return list(dict.fromkeys(name for row in rows for name in (row.source, row.target)))


def _rows(
    step: Step,
    lanes: dict[str, str],
    senders: dict[UUID | None, str],
    asked: OperatorCommand | None,
) -> Iterator[Row]:
    target = lanes[step.stream]
    by_lane: dict[str, list[Event]] = {target: []}
    for event in step.events:
        by_lane.setdefault(lanes[event.stream], []).append(event)
    if step.message:
        source, label = senders.get(step.sent_by, EARLIER), step.message.type
    else:
        source, label = _who(step, asked), asked.command if asked else "a command"
    at = step.events[0].recorded_on if step.events else _delivered_on(step)
    for lane, events in by_lane.items():
        recorded = dict(Counter(event.type for event in events))
        first = events[0] if events else None
        if lane == target:
            yield Row(source, target, label, recorded, first, at, at)
        else:
            yield Row(target, lane, "", recorded, first, at, at, carried=True)


def _delivered_on(step: Step) -> datetime:
    if step.message is None:
        raise ValueError(step)
    return step.message.delivered_on


def _who(step: Step, asked: OperatorCommand | None) -> str:
    actor = step.events[0].actor
    if actor is None:
        return "the system"
    return f"operator {actor}" if asked and asked.operator == actor else f"client {actor}"


def _lanes(steps: Iterable[Step]) -> dict[str, str]:
    """Return the lifeline of each stream: its own or, where there are many, its kind's."""
    streams = {step.stream: None for step in steps}
    streams |= {event.stream: None for step in steps for event in step.events}
    kinds = Counter(map(kind_of_stream, streams))
    few = len(streams) <= LANES
    return {
        stream: stream if few or kinds[kind] == 1 else f"{kind}: {kinds[kind]:,} streams"
        for stream in streams
        for kind in (kind_of_stream(stream),)
    }


def _likeness(row: Row) -> tuple[object, ...]:
    return row.source, row.target, row.label, row.carried, frozenset(row.recorded)


def _folded(rows: Sequence[Row]) -> Row:
    recorded: Counter[str] = Counter()
    for row in rows:
        recorded.update(row.recorded)
    return replace(rows[0], recorded=dict(recorded), ended=rows[-1].ended, times=len(rows))
