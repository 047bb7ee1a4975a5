"""Writes instances that are no entities, as $apply makes them (JSON Format 4.01, 4.5.8)."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from api.odata.headers.negotiation import Metadata
from api.odata.model import EntitySet, Property, Scalar
from api.odata.payload.rendering import Renderer


def instances(
    renderer: Renderer,
    entity_set: EntitySet,
    rows: Sequence[Mapping[str, Scalar]],
    select: Sequence[Property],
    *,
    count: int | None = None,
    next_link: str | None = None,
) -> bytes:
    """A page of instances that a query makes; they are transient, so none has an id."""
    told = renderer.format.metadata is not Metadata.NONE
    body: dict[str, Any] = {}
    if told:
        listed = ",".join(each.name for each in select)
        body[renderer.name("context")] = renderer.urls.context(entity_set, listed)
    if count is not None:
        body[renderer.name("count")] = renderer.count(count)
    writers = renderer.computed(select)
    start = {renderer.name("id"): None} if told else {}
    body["value"] = [
        start
        | {
            name: row[name] if write is None or row[name] is None else write(row[name])
            for name, write in writers
        }
        for row in rows
    ]
    if next_link is not None:
        body[renderer.name("nextLink")] = next_link
    return orjson.dumps(body)
