"""The places of a sequence diagram's lines and words, in pixels."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tokens.admin.links import kind_of_stream
from tokens.admin.sequence import Row, participants_of

LANE, MARGIN, HEAD, ARROW, LINE = 210, 110, 72, 34, 16
LOOSE_END = 80
"""What the words beside the last lifeline need."""
LINES_SHOWN = 4
"""So many kinds of events are written out beside a lifeline."""
_LOOP = 36
_NAME = 26
"""So many characters of a name fit above a lifeline."""


class Lifeline(NamedTuple):
    """A participant: what it is, which one, and where."""

    kind: str
    name: str
    full: str
    x: int


class Arrow(NamedTuple):
    """A message: its way, its words, and the words of what was recorded, each with its y."""

    path: str
    head: str
    label: str
    label_x: int
    label_y: int
    anchor: str
    notes: Sequence[tuple[int, str]]
    note_x: int
    dashed: bool


class Drawing(NamedTuple):
    """All of it; `bottom` is where lifelines end."""

    width: int
    height: int
    bottom: int
    lifelines: Sequence[Lifeline]
    arrows: Sequence[Arrow]


def draw(rows: Sequence[Row]) -> Drawing:
    """Lay out a sequence."""
    lifelines = [
        Lifeline(*_names(name), name, MARGIN + LANE * number)
        for number, name in enumerate(participants_of(rows))
    ]
    at = {lifeline.full: lifeline.x for lifeline in lifelines}
    y, arrows = HEAD + ARROW, []
    for row in rows:
        arrow = _arrow(row, at[row.source], at[row.target], y)
        arrows.append(arrow)
        y += ARROW + LINE * max(len(arrow.notes), 1)
    width = MARGIN + LANE * len(lifelines) + LOOSE_END
    return Drawing(width, y, y - 10, lifelines, arrows)


def _names(participant: str) -> tuple[str, str]:
    kind = kind_of_stream(participant)
    if kind != "stream":
        name = participant[len(kind) + 1 :]
        return kind, name if len(name) <= _NAME else f"{name[:13]}…{name[-10:]}"
    kind, _, name = participant.partition(": " if ": " in participant else " ")
    return kind, name if len(name) <= _NAME else f"{name[: _NAME - 1]}…"


def _arrow(row: Row, start: int, end: int, y: int) -> Arrow:
    notes = [(y + LINE * (n + 1), text) for n, text in enumerate(_notes(row.recorded.items()))]
    label = f"{row.label}, {row.times:,} times" if row.times > 1 else row.label
    shared = (notes, end + 8, row.carried)
    if start == end:
        path = f"M{start} {y - 12} h{_LOOP} v12 h{8 - _LOOP}"
        head = f"{end},{y} {end + 8},{y - 4} {end + 8},{y + 4}"
        return Arrow(path, head, label, end + _LOOP + 6, y - 6, "start", *shared)
    tip = 8 if start < end else -8
    path = f"M{start} {y} H{end - tip}"
    head = f"{end},{y} {end - tip},{y - 4} {end - tip},{y + 4}"
    return Arrow(path, head, label, (start + end) // 2, y - 6, "middle", *shared)


def _notes(recorded: Iterable[tuple[str, int]]) -> list[str]:
    told = [
        f"{_short(kind)}, {count:,} times" if count > 1 else _short(kind)
        for kind, count in recorded
    ]
    if len(told) <= LINES_SHOWN:
        return told
    rest = len(told) - LINES_SHOWN + 1
    return [*told[: LINES_SHOWN - 1], f"and {rest} more kinds"]


def _short(kind: str) -> str:
    return kind.rpartition(".v")[0] or kind
