"""The projector of a process: one row a stream, told event by event, written in bulk."""

from collections.abc import Callable, Sequence
from typing import TypeVar
from uuid import UUID

from projections.models import Approval, MintRequest, Order, PrintJob
from projections.tables import columns
from tokens.domain.messages import Event
from tokens.domain.ports import Recorded

Row = TypeVar("Row", Approval, MintRequest, Order, PrintJob)


def project(
    model: type[Row],
    prefix: str,
    events: Sequence[Recorded],
    tell: Callable[[Row, Event], None],
) -> None:
    """Bring the rows of the streams named `prefix` + id to where their events take them."""
    ours = [(UUID(e.stream[len(prefix) :]), e) for e in events if e.stream.startswith(prefix)]
    if not ours:
        return
    rows = model.objects.in_bulk({key for key, _ in ours})
    for key, recorded in ours:
        row = rows.get(key)
        if row is None:
            row = rows[key] = model(id=key, created_on=recorded.recorded_on)
        tell(row, recorded.event)
        row.version = recorded.version
        row.changed_on = recorded.recorded_on
        row.position = recorded.position
    changing = [name for name in columns(model) if name not in {"id", "created_on"}]
    model.objects.bulk_create(
        rows.values(), update_conflicts=True, unique_fields=["id"], update_fields=changing
    )
