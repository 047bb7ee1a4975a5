"""The projector of tokens: lots, drawn tokens and counts, one read model in three tables.

They change in one transaction, so a token is never seen twice or not at all: it is either
in the lot that covers its number or, once drawn, in its own row. Where it goes is told by
the domain's own fold, `LotBook` and `Token`; here it is only loaded and written.
"""

from collections.abc import Iterator, Sequence

from projections.models import CatalogItemCounts, Lot, Token
from projections.projectors import item_counts
from projections.projectors.drawn_tokens import DrawnTokens
from projections.projectors.lot_rows import LotRows, Range
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
        for recorded in events:
            if isinstance(recorded.event, LotEvent):
                lots.book.apply(recorded.event)
            elif token_id := token_ids.get(recorded.stream):
                drawn.apply(token_id, recorded, lots.book)
                lots.book.apply_to_token(token_id, recorded.version, recorded.event)
        position = events[-1].position
        drawn.write()
        lots.write(drawn.added, drawn.removed, position)
        after = lots.tally() + drawn.tally()
        item_counts.add(before, after, item_counts.ever_minted(lot_events), position)


def _ranges(events: Sequence[LotEvent]) -> Iterator[Range]:
    for event in events:
        for mint_request_id, start, stop, _ in event.ranges:
            yield mint_request_id, start, stop


def _range(token_id: TokenId) -> Range:
    return token_id.mint_request_id, token_id.sequence, token_id.sequence + 1


TOKENS = TokenProjection()
