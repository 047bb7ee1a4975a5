"""The numbers of lots that are not drawn: found as gaps between drawn tokens."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from django.db import connection

from projections.models import Lot, Token

# The gap before the first drawn token of each part, and those after others. Each gap has a
# number at least, so `limit` of them suffice; the window function runs along the index and
# stops there. Plan: WindowAgg over an index-only scan of token_by_place under Limit, for
# each part.
GAPS = """
    SELECT p.place - 1, gap.start, gap.stop
    FROM unnest(%s::uuid[], %s::bigint[], %s::bigint[]) WITH ORDINALITY
        AS p (mint, start, stop, place)
    CROSS JOIN LATERAL (
        SELECT p.start, coalesce((
            SELECT min(sequence) FROM projections_token
            WHERE mint_request_id = p.mint AND sequence >= p.start AND sequence < p.stop
        ), p.stop) AS stop
        UNION ALL
        (SELECT start, stop FROM (
            SELECT sequence + 1 AS start,
                   lead(sequence, 1, p.stop) OVER (ORDER BY sequence) AS stop
            FROM projections_token
            WHERE mint_request_id = p.mint AND sequence >= p.start AND sequence < p.stop
        ) AS following WHERE start < stop LIMIT %s)
    ) AS gap
    WHERE gap.start < gap.stop ORDER BY p.place, gap.start
"""


class LotPart(NamedTuple):
    """The tokens `start <= sequence < stop` of a lot."""

    lot: Lot
    start: int
    stop: int

    @property
    def surely(self) -> int:
        """How many tokens it has at least that were not drawn."""
        return max(self.stop - self.start - self.lot.drawn, 0)

    def count_free(self) -> int:
        """Count its tokens that were not drawn."""
        drawn = Token.objects.filter(
            mint_request_id=self.lot.mint_request_id,
            sequence__gte=self.start,
            sequence__lt=self.stop,
        )
        return self.stop - self.start - drawn.count()


def free_numbers(parts: Sequence[LotPart], limit: int) -> Iterator[tuple[Lot, int]]:
    """Yield the numbers of lots that are not drawn, in order: `limit` of them, and a few more.

    One statement at most, which reads the drawn numbers between those that it finds.
    """
    needed = _enough(parts, limit)
    yield from _numbers(needed, _ranges(needed, limit))


def free_numbers_of_each(
    groups: Sequence[Sequence[LotPart]], limit: int
) -> list[list[tuple[Lot, int]]]:
    """Return `limit` such numbers of each of several groups; one statement at most."""
    needed = [_enough(parts, limit) for parts in groups]
    ranges = _ranges([part for parts in needed for part in parts], limit)
    return [list(islice(_numbers(parts, ranges), limit)) for parts in needed]


def _ranges(parts: Sequence[LotPart], limit: int) -> dict[int, list[tuple[int, int]]]:
    touched = [part for part in parts if part.lot.drawn]
    gaps = _gaps(touched, limit)
    return {id(part): ranges for part, ranges in zip(touched, gaps, strict=True)}


def _numbers(
    parts: Sequence[LotPart], ranges: Mapping[int, list[tuple[int, int]]]
) -> Iterator[tuple[Lot, int]]:
    for part in parts:
        for start, stop in ranges.get(id(part), [(part.start, part.stop)]):
            for number in range(start, stop):
                yield part.lot, number


def _enough(parts: Sequence[LotPart], limit: int) -> list[LotPart]:
    needed: list[LotPart] = []
    for part in parts:
        if limit <= 0:
            break
        needed.append(part)
        limit -= part.surely
    return needed


def _gaps(parts: Sequence[LotPart], limit: int) -> list[list[tuple[int, int]]]:
    gaps: list[list[tuple[int, int]]] = [[] for _ in parts]
    if parts:
        columns = zip(*((p.lot.mint_request_id, p.start, p.stop) for p in parts), strict=True)
        with connection.cursor() as cursor:
            cursor.execute(GAPS, [*map(list, columns), limit])
            for place, start, stop in cursor.fetchall():
                gaps[place].append((start, stop))
    return gaps
