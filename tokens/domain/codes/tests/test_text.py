"""The text of a code: every way of typing it reads, and nothing else does."""

import sys
from base64 import b64decode
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokens.domain.codes.errors import InvalidCodeError
from tokens.domain.codes.text import (
    ALPHABET,
    code_hash,
    holds_a_code,
    normalise,
    to_number,
    to_text,
)

SHOWN = "01ABC-DEFGH-JKMNP-QRSTV-WXYZ9"
PLAIN = SHOWN.replace("-", "")
WHITE_SPACE = [chr(point) for point in range(sys.maxunicode) if chr(point).isspace()]
DASHES = ["-", *map(chr, range(0x2010, 0x2016)), "\u2212", "\uff0d"]
INVISIBLE = ["\xad", "\u200b", "\ufeff"]
MISREAD = {"0": "0Oo", "1": "1IiLl"}


@st.composite
def typed_variants(draw: st.DrawFn, shown: str = SHOWN) -> str:
    """Type the code as people do: any case, look-alikes, any separators anywhere."""
    separators = st.text(["-", " ", "\u2013", "\u2212", "\u00a0", "\u200b", "\t"], max_size=2)
    typed = draw(separators)
    for symbol in shown.replace("-", ""):
        look_alikes = MISREAD.get(symbol, symbol + symbol.lower())
        typed += draw(st.sampled_from(look_alikes)) + draw(separators)
    return typed


class TestNormalise:
    @given(typed_variants())
    def test_reads_every_typed_variant(self, typed: str) -> None:
        assert normalise(typed) == PLAIN

    @pytest.mark.parametrize("separator", WHITE_SPACE + DASHES + INVISIBLE)
    def test_ignores_every_white_space_and_dash(self, separator: str) -> None:
        assert normalise(separator + SHOWN.replace("-", separator)) == PLAIN

    @pytest.mark.parametrize(
        "typed",
        [
            "",
            "-----",
            PLAIN[:-1],
            PLAIN + "0",
            "U" + PLAIN[1:],
            "u" + PLAIN[1:],
            "_" + PLAIN[1:],
            "+" + PLAIN[1:],
            "ß" + PLAIN[1:],
            "\u017f" + PLAIN[1:],
            "\u0660" + PLAIN[1:],
            "0_0" + PLAIN[3:],
            PLAIN + " " * 1000,
            "\ud800" + PLAIN[1:],
            "\0" + PLAIN[1:],
        ],
    )
    def test_refuses_everything_else(self, typed: str) -> None:
        with pytest.raises(InvalidCodeError):
            normalise(typed)

    @given(st.text())
    def test_refuses_or_returns_25_symbols(self, typed: str) -> None:
        try:
            plain = normalise(typed)
        except InvalidCodeError:
            return
        assert len(plain) == 25
        assert set(plain) <= set(ALPHABET)


class TestNumbers:
    @given(st.integers(0, (1 << 125) - 1))
    def test_round_trip(self, number: int) -> None:
        assert to_number(to_text(number)) == number

    def test_shows_the_first_numeral_first(self) -> None:
        assert to_text(1) == "00000-00000-00000-00000-00001"
        assert to_text(31 << 120) == "Z0000-00000-00000-00000-00000"


class TestCodeHash:
    def test_hashes_the_text_as_shown(self) -> None:
        assert b64decode(code_hash(SHOWN)) == sha256(SHOWN.encode()).digest()

    def test_is_a_fixed_value(self) -> None:
        fixed = "KnbbD0xshWej5UyqIkSenSpLddDD5ZirYfF7L08f+E4="
        assert code_hash("00000-00000-00000-00000-00000") == fixed

    @given(typed_variants())
    def test_is_the_same_however_it_was_typed(self, typed: str) -> None:
        assert code_hash(typed) == code_hash(SHOWN)

    def test_refuses_what_is_no_code(self) -> None:
        with pytest.raises(InvalidCodeError):
            code_hash("no code")


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("0RTP8-4XG29-KQDVJ-CVT26-H7NM2", True),
        ("the card 0rtp8-4xg29-kqdvj-cvt26-h7nm2, lost", True),
        ("id:0RTP8 4XG29 KQDVJ CVT26 H7NM2.", True),
        ("X0RTP8-4XG29-KQDVJ-CVT26-H7NM2", False),
        ("0RTP8-4XG29-KQDVJ-CVT26", False),
        ("9d0c6a1e-8b51-4f6e-9d39-0c1f8f5a7e21", False),
        ("lost by the partner on 2026-11-25", False),
    ],
)
def test_a_code_is_found_within_a_text(text, holds):
    assert holds_a_code(text) is holds
