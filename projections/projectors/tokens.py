"""The projector of tokens: lots, drawn tokens and counts, one read model in three tables.

They change in one transaction, so a token is never seen twice or not at all: it is either
in the lot that covers its number or, once drawn, in its own row. Where it goes is told by
the domain's own fold, `LotBook` and `Token`; here it is only loaded and written.
"""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from projections.models import CatalogItemCounts, Lot, Token
from projections.projectors import item_counts
from projections.projectors.drawn_tokens import DrawnTokens
from projections.projectors.lot_rows import LotRows, Range
from tokens.domain.ids import StreamId
from tokens.domain.lots.events import LotEvent
from tokens.domain.ports import Recorded
from tokens.domain.token.identifier import TokenId
from tokens.domain.token.token import token_of_stream


class TokenProjection:
    """All tokens, as lots and as rows of those drawn from lots."""

    name = "tokens"
    # Readers of both tables lock them in this order, and so must who swaps them.
    models = (Lot, Token, CatalogItemCounts)

    def apply(self, events: Sequence[Recorded]) -> None:
        """Bring the tables from before the events to after them."""
        lot_events = [e.event for e in events if isinstance(e.event, LotEvent)]
        streams = {e.stream for e in events if e.stream.startswith("token-")}
        token_ids = {
            stream: token_id for stream in streams if (token_id := token_of_stream(stream))
        }
        if not lot_events and not token_ids:
            return
        lots = LotRows([*_ranges(lot_events), *map(_range, token_ids.values())])
        drawn = DrawnTokens(token_ids.values())
        before = lots.tally() + drawn.tally()
        positions = _fold(events, token_ids, lots, drawn)
        drawn.write()
        lots.write(drawn.added, drawn.removed, positions)
        after = lots.tally() + drawn.tally()
        minted = item_counts.ever_minted(lot_events)
        item_counts.add(before, after, minted, events[-1].position)


def _fold(
    events: Sequence[Recorded],
    token_ids: Mapping[StreamId, TokenId],
    lots: LotRows,
    drawn: DrawnTokens,
) -> dict[UUID, int]:
    """Tell lots and tokens the events; return the last position for each mint request."""
    positions: dict[UUID, int] = {}
    for recorded in events:
        if isinstance(recorded.event, LotEvent):
            lots.book.apply(recorded.event)
            for tokens in recorded.event.ranges:
                positions[tokens.mint_request_id] = recorded.position
        elif token_id := token_ids.get(recorded.stream):
            lots.book.apply_to_token(token_id, recorded.version, recorded.event)
            drawn.apply(token_id, recorded)
            positions[token_id.mint_request_id] = recorded.position
    return positions


def _ranges(events: Sequence[LotEvent]) -> Iterator[Range]:
    for event in events:
        for mint_request_id, start, stop, _ in event.ranges:
            yield mint_request_id, start, stop


def _range(token_id: TokenId) -> Range:
    return token_id.mint_request_id, token_id.sequence, token_id.sequence + 1


TOKENS = TokenProjection()
