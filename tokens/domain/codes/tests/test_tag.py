"""The tag against the CMAC of `cryptography`, which takes messages of any length."""

from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.cmac import CMAC
from hypothesis import given
from hypothesis import strategies as st

from tokens.domain.codes.tag import Tagger


class TestTag:
    @given(
        key=st.binary(min_size=32, max_size=32),
        epoch=st.integers(0, 31),
        serial=st.integers(0, (1 << 40) - 1),
    )
    def test_is_cmac_over_epoch_and_serial(self, key: bytes, epoch: int, serial: int) -> None:
        reference = CMAC(AES(key))
        reference.update(bytes([epoch]) + serial.to_bytes(5, "big"))
        assert Tagger(key).tag(epoch, serial) == reference.finalize()[:10]
