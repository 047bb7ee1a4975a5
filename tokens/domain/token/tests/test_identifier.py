"""Token identifiers: one text each, and back."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokens.domain.ids import MintRequestId
from tokens.domain.token.identifier import ALPHABET, MAX_SEQUENCE, InvalidTokenIdError, TokenId

identifiers = st.builds(TokenId, st.uuids(), st.integers(0, MAX_SEQUENCE))
# Nothing but zeros, zeros in front, zeros behind, ones throughout.
EDGES = [
    TokenId(MintRequestId(UUID(int=0)), 0),
    TokenId(MintRequestId(UUID(int=1)), 0),
    TokenId(MintRequestId(UUID(int=1)), 256),
    TokenId(MintRequestId(UUID(int=0)), 1),
    TokenId(MintRequestId(UUID(int=2**128 - 1)), MAX_SEQUENCE),
]


class TestRoundTrip:
    @given(identifiers)
    def test_of_any_identifier(self, identifier: TokenId) -> None:
        assert TokenId.parse(str(identifier)) == identifier

    @pytest.mark.parametrize("identifier", EDGES)
    def test_of_the_edges(self, identifier: TokenId) -> None:
        assert TokenId.parse(str(identifier)) == identifier

    @given(st.text(ALPHABET, min_size=18, max_size=30))
    def test_of_any_text_that_is_accepted(self, text: str) -> None:
        try:
            identifier = TokenId.parse(text)
        except InvalidTokenIdError:
            return
        assert str(identifier) == text

    @given(st.binary(min_size=21, max_size=21))
    def test_is_base58_of_number_and_mint_request(self, data: bytes) -> None:
        owner = MintRequestId(UUID(bytes=data[5:]))
        identifier = TokenId(owner, int.from_bytes(data[:5], "little"))
        digits, number = "", int.from_bytes(data, "big")
        while number:
            number, digit = divmod(number, 58)
            digits = ALPHABET[digit] + digits
        zeros = len(data) - len(data.lstrip(b"\0"))
        assert str(identifier) == "1" * zeros + digits

    def test_writes_a_zero_byte_as_one(self) -> None:
        assert str(TokenId(MintRequestId(UUID(int=0)), 0)) == "1" * 21


class TestParse:
    @pytest.mark.parametrize("text", ["1" * 20 + "0", "O" * 28, "l" + "2" * 27, "2" * 20 + " "])
    def test_names_strange_characters(self, text: str) -> None:
        strange = next(symbol for symbol in text if symbol not in ALPHABET)
        with pytest.raises(InvalidTokenIdError, match=f"'{strange}' is not in Base58"):
            TokenId.parse(text)

    @pytest.mark.parametrize(("text", "length"), [("", 0), ("1" * 20, 20), ("1" * 22, 22)])
    def test_names_a_wrong_length(self, text: str, length: int) -> None:
        with pytest.raises(InvalidTokenIdError, match=f"{length} bytes instead of 21"):
            TokenId.parse(text)

    @pytest.mark.parametrize("text", ["z" * 29, "1" + str(EDGES[-1])])
    def test_refuses_more_than_21_bytes(self, text: str) -> None:
        with pytest.raises(InvalidTokenIdError):
            TokenId.parse(text)

    def test_refuses_a_long_text_without_keeping_it(self) -> None:
        with pytest.raises(InvalidTokenIdError) as refused:
            TokenId.parse("2" * 100_000)
        assert len(str(refused.value)) < 120


class TestTokenId:
    @pytest.mark.parametrize("sequence", [-1, MAX_SEQUENCE + 1])
    def test_refuses_a_sequence_out_of_bounds(self, sequence: int) -> None:
        with pytest.raises(ValueError, match="not within"):
            TokenId(MintRequestId(UUID(int=1)), sequence)

    def test_orders_by_mint_request_then_number(self) -> None:
        assert sorted(EDGES) == [EDGES[0], EDGES[3], EDGES[1], EDGES[2], EDGES[4]]
