"""FF1 against the samples that NIST published (FF1samples.pdf) and against libffx."""

from typing import NamedTuple

import pytest
from ffx import FF1  # ships no types
from hypothesis import given
from hypothesis import strategies as st

from tokens.domain.codes.ff1 import Ff1
from tokens.domain.codes.text import ALPHABET

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_KEY = "2B7E151628AED2A6ABF7158809CF4F3CEF4359D8D580AA4F7F036D6F04FC6A94"
_TEN_DIGITS = "0123456789"
_NINETEEN = "0123456789abcdefghi"


class Sample(NamedTuple):
    """One of NIST's samples; the tweaks are ASCII there, too."""

    key_bits: int
    radix: int
    tweak: bytes
    plain: str
    encrypted: str


SAMPLES = (
    Sample(128, 10, b"", _TEN_DIGITS, "2433477484"),
    Sample(128, 10, b"9876543210", _TEN_DIGITS, "6124200773"),
    Sample(128, 36, b"7777pqrs777", _NINETEEN, "a9tv40mll9kdu509eum"),
    Sample(192, 10, b"", _TEN_DIGITS, "2830668132"),
    Sample(192, 10, b"9876543210", _TEN_DIGITS, "2496655549"),
    Sample(192, 36, b"7777pqrs777", _NINETEEN, "xbj3kv35jrawxv32ysr"),
    Sample(256, 10, b"", _TEN_DIGITS, "6657667009"),
    Sample(256, 10, b"9876543210", _TEN_DIGITS, "1001623463"),
    Sample(256, 36, b"7777pqrs777", _NINETEEN, "xs8a0azh2avyalyzuwd"),
)


def _halves(text: str, radix: int) -> tuple[int, int]:
    middle = len(text) // 2
    return int(text[:middle], radix), int(text[middle:], radix)


def _cipher(sample: Sample) -> Ff1:
    key = bytes.fromhex(_KEY)[: sample.key_bits // 8]
    return Ff1(key, radix=sample.radix, length=len(sample.plain), tweak=sample.tweak)


class TestPublishedSamples:
    @pytest.mark.parametrize("sample", SAMPLES)
    def test_encrypts(self, sample: Sample) -> None:
        encrypted = _cipher(sample).encrypt(*_halves(sample.plain, sample.radix))
        assert encrypted == _halves(sample.encrypted, sample.radix)

    @pytest.mark.parametrize("sample", SAMPLES)
    def test_decrypts(self, sample: Sample) -> None:
        decrypted = _cipher(sample).decrypt(*_halves(sample.encrypted, sample.radix))
        assert decrypted == _halves(sample.plain, sample.radix)


class TestAgainstLibffx:
    @given(
        key=st.sampled_from((16, 24, 32)).flatmap(lambda n: st.binary(min_size=n, max_size=n)),
        radix=st.integers(2, 36),
        tweak=st.binary(max_size=50),
        data=st.data(),
    )
    def test_agrees_in_any_radix(
        self, key: bytes, radix: int, tweak: bytes, data: st.DataObject
    ) -> None:
        digits = st.text(_DIGITS[:radix], min_size=20, max_size=36)
        plain = data.draw(digits)
        expected = FF1(key, radix=radix, allow_small_domain=True).encrypt(plain, tweak=tweak)
        ours = Ff1(key, radix=radix, length=len(plain), tweak=tweak)
        assert ours.encrypt(*_halves(plain, radix)) == _halves(expected, radix)
        assert ours.decrypt(*_halves(expected, radix)) == _halves(plain, radix)

    @given(
        key=st.binary(min_size=32, max_size=32),
        left=st.integers(0, (1 << 60) - 1),
        right=st.integers(0, (1 << 60) - 1),
    )
    def test_agrees_over_the_numerals_of_a_code(
        self, key: bytes, left: int, right: int
    ) -> None:
        number = left << 60 | right
        plain = "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(24)))
        expected = 0
        for numeral in FF1(key, alphabet=ALPHABET).encrypt(plain):
            expected = expected * 32 + ALPHABET.index(numeral)
        encrypted = Ff1(key, radix=32, length=24).encrypt(left, right)
        assert encrypted == divmod(expected, 1 << 60)


class TestLimits:
    def test_refuses_halves_of_more_than_96_bits(self) -> None:
        with pytest.raises(ValueError, match="96 bits"):
            Ff1(bytes(16), radix=2, length=194)
