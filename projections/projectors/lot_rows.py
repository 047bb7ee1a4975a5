"""The rows of the lots that a batch is about: read, folded by the lot book, written."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from projections.bulk import array, upsert
from tokens.domain.lots.book import LotBook
from tokens.domain.lots.lot import Lot
from tokens.domain.token.identifier import TokenId
from tokens.domain.token.state import Facts, TokenState

COLUMNS = {
    "mint_request_id": "uuid",
    "start": "bigint",
    "stop": "bigint",
    "version": "integer",
    "state": "text",
    "catalog_id": "text",
    "order_id": "uuid",
    "reserved_by_billing_account_id": "text",
    "drawn": "bigint",
    "position": "bigint",
}
KEY = ("mint_request_id", "start")
# The lots that overlap ranges: the last that starts before a range or with it (one that ends
# before it, too, which does no harm), and those that start within it.
# Plan: two index scans of lot_by_place for each range, however many lots there are.
LOAD = """
    WITH r AS MATERIALIZED (
        SELECT * FROM unnest(%s::uuid[], %s::bigint[], %s::bigint[]) AS r (mint, start, stop)
    )
    SELECT mint_request_id, start, stop, version, state, catalog_id, order_id,
           reserved_by_billing_account_id, drawn
    FROM projections_lot WHERE id IN (
        SELECT (SELECT id FROM projections_lot WHERE mint_request_id = r.mint
                AND start <= r.start ORDER BY start DESC LIMIT 1) FROM r
        UNION
        SELECT id FROM r JOIN projections_lot l ON l.mint_request_id = r.mint
                AND l.start > r.start AND l.start < r.stop WHERE r.stop > r.start + 1
    )
"""
# Plan: an index scan of token_by_place for each range; it reads the drawn tokens alone.
COUNT_DRAWN = """
    SELECT (SELECT count(*) FROM projections_token WHERE mint_request_id = r.mint
            AND sequence >= r.start AND sequence < r.stop)
    FROM unnest(%s::uuid[], %s::bigint[], %s::bigint[]) WITH ORDINALITY
        AS r (mint, start, stop, place) ORDER BY place
"""
DELETE = """
    DELETE FROM projections_lot l USING unnest(%s::uuid[], %s::bigint[]) AS k (mint, start)
    WHERE l.mint_request_id = k.mint AND l.start = k.start
"""

Range = tuple[UUID, int, int]


class LotRow(NamedTuple):
    """A lot, and how many of its tokens were drawn from it."""

    lot: Lot
    drawn: int

    @property
    def visible(self) -> int:
        """How many of its tokens have no row of their own."""
        return self.lot.size - self.drawn

    def row(self, position: int) -> tuple[Any, ...]:
        """Return the values of COLUMNS."""
        mint_request_id, start, stop, version, facts = self.lot
        return (mint_request_id, start, stop, version, *facts, self.drawn, position)


class LotRows:
    """The lots that a batch touches; what the batch does to `book` is written by `write`."""

    def __init__(self, ranges: Iterable[Range]) -> None:
        self._before = {(row.lot.mint_request_id, row.lot.start): row for row in _load(ranges)}
        self._after = self._before
        self.book = LotBook(row.lot for row in self._before.values())

    def tally(self) -> Counter[tuple[str, TokenState]]:
        """Count the tokens that have no row of their own, by catalog item and state."""
        counts: Counter[tuple[str, TokenState]] = Counter()
        for row in self._after.values():
            counts[row.lot.facts.catalog_id, row.lot.facts.state] += row.visible
        return counts

    def write(
        self, added: Iterable[TokenId], removed: Iterable[TokenId], position: int
    ) -> None:
        """Write what changed, when the rows of the drawn tokens are written already.

        `added` and `removed` are the tokens that got and lost a row of their own.
        """
        rows = self._with_drawn(added, removed)
        self._after = {(r.lot.mint_request_id, r.lot.start): r for r in rows if r.visible}
        if gone := self._before.keys() - self._after.keys():
            with connection.cursor() as cursor:
                cursor.execute(DELETE, [list(column) for column in zip(*gone, strict=True)])
        changed = [row for key, row in self._after.items() if row != self._before.get(key)]
        values = [row.row(position) for row in changed]
        upsert("projections_lot", COLUMNS, KEY, values)

    def _with_drawn(
        self, added: Iterable[TokenId], removed: Iterable[TokenId]
    ) -> Iterator[LotRow]:
        """Yield the lots of the book, each with the number of tokens drawn from it.

        Lots of the same range as before count on; those of new ranges are counted.
        """
        places = _Places(self.book)
        came = Counter(places.of(added))
        came.subtract(places.of(removed))
        reshaped = []
        for lot in self.book:
            before = self._before.get((lot.mint_request_id, lot.start))
            if before and before.lot.stop == lot.stop:
                yield LotRow(lot, before.drawn + came[lot.mint_request_id, lot.start])
            else:
                reshaped.append(lot)
        yield from map(LotRow, reshaped, _count_drawn(reshaped))


class _Places:
    """Where the lots of a book start, for finding many tokens' lots."""

    def __init__(self, book: LotBook) -> None:
        self._lots: dict[UUID, tuple[list[int], list[int]]] = {}
        for lot in book:
            starts, stops = self._lots.setdefault(lot.mint_request_id, ([], []))
            starts.append(lot.start)
            stops.append(lot.stop)

    def of(self, token_ids: Iterable[TokenId]) -> Iterator[tuple[UUID, int]]:
        """Yield the mint request and the start of the lots that cover tokens."""
        for token_id in token_ids:
            starts, stops = self._lots.get(token_id.mint_request_id, ((), ()))
            place = bisect_right(starts, token_id.sequence) - 1
            if place >= 0 and token_id.sequence < stops[place]:
                yield token_id.mint_request_id, starts[place]


def _load(ranges: Iterable[Range]) -> Iterator[LotRow]:
    with connection.cursor() as cursor:
        cursor.execute(LOAD, _columns(ranges))
        rows = cursor.fetchall()
    for mint, start, stop, version, state, catalog_id, order_id, account_id, drawn in rows:
        facts = Facts(TokenState(state), catalog_id, order_id, account_id)
        yield LotRow(Lot(mint, start, stop, version, facts), drawn)


def _count_drawn(lots: Sequence[Lot]) -> list[int]:
    if not lots:
        return []
    with connection.cursor() as cursor:
        cursor.execute(COUNT_DRAWN, _columns(lot.range[:3] for lot in lots))
        return [count for (count,) in cursor.fetchall()]


def _columns(ranges: Iterable[Range]) -> tuple[str, str, str]:
    kept = list(ranges)
    return array(r[0] for r in kept), array(r[1] for r in kept), array(r[2] for r in kept)
