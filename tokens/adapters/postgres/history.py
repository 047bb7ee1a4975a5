"""A token's history: the lot events whose ranges contain it, and its own, in version order."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from tokens.adapters.codec import decode_event
from tokens.adapters.postgres.database import rows
from tokens.domain.ids import StreamId
from tokens.domain.lots.events import LotEvent
from tokens.domain.ports import Origin
from tokens.domain.token.events import TokenDrawn, TokenEvent
from tokens.domain.token.identifier import TokenId
from tokens.domain.token.token import token_stream

_COLUMNS = """
    stream, version, type, data, correlation_id, causation_id, actor, recorded_on, position
"""
# Plan: index scan of tokens_lothistory_tokens, and of tokens_event_stream_version for each.
LOT_EVENTS = f"""
    SELECT {", ".join(f"e.{column.strip()}" for column in _COLUMNS.split(","))}
    FROM tokens_lothistory h JOIN tokens_event e USING (stream, version)
    WHERE h.mint_request_id = %s AND h.tokens @> %s::bigint
"""
OWN_EVENTS = f"SELECT {_COLUMNS} FROM tokens_event WHERE stream = %s ORDER BY version"


class HistoryEntry(NamedTuple):
    """What happened to a token; `stream` says whose action it was."""

    version: int
    event: TokenEvent
    stream: StreamId
    origin: Origin
    recorded_on: datetime
    position: int

    @property
    def what(self) -> str:
        """The name of the event."""
        return type(self.event).__name__


def history(token_id: TokenId) -> list[HistoryEntry]:
    """Return everything that ever happened to a token, in the order of its versions."""
    own = (_entry(row, row[1]) for row in rows(OWN_EVENTS, [token_stream(token_id)]))
    of_lots = (
        _entry(row, version)
        for row in rows(LOT_EVENTS, [token_id.mint_request_id, token_id.sequence])
        for version in _versions(row, token_id)
    )
    entries = [*own, *of_lots]
    # That a token was drawn is how it is stored, and nothing that happened to it.
    return sorted(
        (entry for entry in entries if not isinstance(entry.event, TokenDrawn)),
        key=lambda entry: entry.version,
    )


def _versions(row: tuple[Any, ...], token_id: TokenId) -> Iterator[int]:
    event = decode_event(row[2], row[3])
    if isinstance(event, LotEvent):
        for mint_request_id, start, stop, version in event.ranges:
            if mint_request_id == token_id.mint_request_id and (
                start <= token_id.sequence < stop
            ):
                yield version


def _entry(row: tuple[Any, ...], version: int) -> HistoryEntry:
    stream, _, kind, data, correlation, causation, actor, recorded_on, position = row
    event = decode_event(kind, data)
    each = event.each if isinstance(event, LotEvent) else event
    origin = Origin(correlation, causation, actor)
    return HistoryEntry(version, each, stream, origin, recorded_on, position)  # type: ignore[arg-type]
