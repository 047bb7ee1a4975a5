"""Sets of tokens, against Python's own sets."""

from itertools import pairwise
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from tokens.domain.printing.spans import Span, Spans

MINTS = [UUID(int=1), UUID(int=2)]
numbers = st.integers(0, 30)
spans = st.lists(st.builds(Span, st.sampled_from(MINTS), numbers, numbers), max_size=8)


def naive(found):
    return {(mint, number) for mint, start, stop in found for number in range(start, stop)}


@given(spans, spans)
def test_are_sets(left, right):
    ours, theirs = naive(left), naive(right)
    assert naive(Spans(left)) == ours
    assert naive(Spans(left) | right) == ours | theirs
    assert naive(Spans(left) - right) == ours - theirs
    assert Spans(left).size == len(ours)
    assert (Spans(left) == Spans(right)) == (ours == theirs)


@given(spans)
def test_have_as_few_spans_as_can_be(found):
    merged = list(Spans(found))
    assert merged == sorted(merged)
    for one, next_ in pairwise(merged):
        assert one.mint_request_id != next_.mint_request_id or one.stop < next_.start
