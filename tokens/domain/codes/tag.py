"""The tag of a code: AES-CMAC (NIST SP 800-38B) over epoch and serial, 80 bits."""

from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher, CipherContext
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB

TAG_BITS: Final = 80
TAG_BYTES: Final = TAG_BITS // 8
_BLOCK: Final = 16
_FIELD_POLYNOMIAL: Final = 0x87
_ALL_BITS: Final = (1 << 128) - 1
# The message is 6 bytes, epoch (1) and serial (5), padded by a one bit and zeros.
_EPOCH_SHIFT: Final = 120
_SERIAL_SHIFT: Final = 80
_PADDING: Final = 1 << 79


class Tagger:
    """CMAC under a mint request's key, of one message shape: (epoch, serial).

    The message fits one block, so a tag is a single AES call. Instances may be shared
    between threads on the terms of `Ff1`.
    """

    def __init__(self, key: bytes) -> None:
        """Derive the subkey K2 (SP 800-38B, 6.1), which incomplete blocks take."""
        self._cipher = Cipher(AES(key), ECB())  # noqa: S305 - the block cipher itself
        self._encrypt_block = self._cipher.encryptor().update
        self._subkey = _doubled(_doubled(int.from_bytes(self._encrypt_block(bytes(_BLOCK)))))

    def context(self) -> CipherContext:
        """Return a new context of the underlying AES, for buffers of whole blocks."""
        return self._cipher.encryptor()

    def block(self, epoch: int, serial: int) -> int:
        """Return the 128 bits whose encryption begins with the tag.

        The serial's bits are 80 to 119, XORed in, so a range of serials is
        `block(epoch, 0)` with each serial XORed at its place.
        """
        message = epoch << _EPOCH_SHIFT | serial << _SERIAL_SHIFT | _PADDING
        return message ^ self._subkey

    def tag(self, epoch: int, serial: int) -> bytes:
        """Return the 10 bytes of the tag."""
        block = self.block(epoch, serial).to_bytes(_BLOCK, "big")
        return self._encrypt_block(block)[:TAG_BYTES]


def _doubled(element: int) -> int:
    """Multiply by x in GF(2^128)."""
    carry = _FIELD_POLYNOMIAL if element >> 127 else 0
    return (element << 1 & _ALL_BITS) ^ carry
