"""Identifiers in bulk, against one by one."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokens.domain.packages.bulk_ids import ids_of
from tokens.domain.token.identifier import MAX_SEQUENCE, TokenId


def one_by_one(mint, start, count):
    return [str(TokenId(mint, start + n)) for n in range(count)]


@given(st.uuids(), st.integers(0, MAX_SEQUENCE - 600), st.integers(0, 600))
def test_are_those_of_single_tokens(mint, start, count):
    assert list(ids_of(mint, start, count)) == one_by_one(mint, start, count)


@pytest.mark.parametrize("mint", [UUID(int=0), UUID(int=1), UUID(int=2**128 - 1)])
@pytest.mark.parametrize("start", [0, 65_300, 2**32 - 300, MAX_SEQUENCE - 599])
def test_at_the_edges(mint, start):
    assert list(ids_of(mint, start, 600)) == one_by_one(mint, start, 600)
