from itertools import pairwise
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from tokens.domain.ids import MintRequestId
from tokens.domain.lots.ranges import TokenRange, gaps, merge

numbers = st.integers(0, 30)
versions = st.integers(0, 1)
mints = st.sampled_from([MintRequestId(UUID(int=1)), MintRequestId(UUID(int=2))])


@st.composite
def disjoint_ranges(draw):
    covered, found = set(), []
    for mint, start, size, version in draw(
        st.lists(st.tuples(mints, numbers, st.integers(1, 6), versions), max_size=8)
    ):
        cells = {(mint, n) for n in range(start, start + size)}
        if not cells & covered:
            covered |= cells
            found.append(TokenRange(mint, start, start + size, version))
    return found


def cells(ranges):
    return {(r.mint_request_id, n, r.version) for r in ranges for n in range(r.start, r.stop)}


class TestMerge:
    @given(disjoint_ranges())
    def test_keeps_every_token_and_leaves_nothing_to_merge(self, ranges):
        merged = list(merge(ranges))
        assert cells(merged) == cells(ranges)
        assert sum(r.size for r in merged) == sum(r.size for r in ranges)
        for a, b in pairwise(merged):
            touching = a.stop == b.start and a.mint_request_id == b.mint_request_id
            assert not (touching and a.version == b.version)


class TestGaps:
    @given(numbers, numbers, st.sets(numbers))
    def test_are_what_is_not_taken(self, start, stop, taken):
        taken = {n for n in taken if start <= n < stop}
        found = list(gaps(start, stop, taken))
        left = [n for a, b in found for n in range(a, b)]
        assert left == [n for n in range(start, stop) if n not in taken]
        assert all(a < b for a, b in found)
