"""FF1 format-preserving encryption: NIST SP 800-38G, algorithms 7 and 8."""

from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher, CipherContext
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB

ROUNDS: Final = 10
BLOCK: Final = 16
_WIDEST_HALF: Final = 12


class Ff1:
    """FF1 under one key for numeral strings of one radix and length, with one tweak.

    Works on the two halves as numbers: NUM(A) of the first `length // 2` numerals and
    NUM(B) of the rest. All that does not depend on them is computed once, which leaves
    one AES block a round: so halves are limited to 96 bits, far above a code's 60.

    Instances may be shared between threads: single blocks are encrypted without
    releasing the interpreter lock. Whoever encrypts long buffers, which does release
    it, takes a `context` of their own.
    """

    def __init__(self, key: bytes, *, radix: int, length: int, tweak: bytes = b"") -> None:
        """Prepare the rounds for a key of 16, 24 or 32 bytes.

        Raises:
            ValueError: if a half takes more than 96 bits, or the key's size is wrong.

        """
        shorter, longer = length // 2, length - length // 2
        width: int = ((radix**longer - 1).bit_length() + 7) // 8
        if width > _WIDEST_HALF:
            message = f"{length} numerals of radix {radix} are too long: 96 bits a half"
            raise ValueError(message)
        self._cipher = Cipher(AES(key), ECB())  # noqa: S305 - the block cipher itself
        self._encrypt_block = self._cipher.encryptor().update
        self._moduli: tuple[int, int] = (radix**shorter, radix**longer)
        # S is the first d bytes of one block, d = 4 * ceil(width / 4) + 4 <= 16.
        self._unused_bits = 8 * (BLOCK - 4 - 4 * -(-width // 4))
        self.round_masks = self._fixed_parts(radix, length, tweak, width)

    def context(self) -> CipherContext:
        """Return a new context of the underlying AES, for buffers of whole blocks."""
        return self._cipher.encryptor()

    def encrypt(self, left: int, right: int) -> tuple[int, int]:
        """Encrypt both halves (algorithm 7)."""
        for number, mask in enumerate(self.round_masks):
            modulus = self._moduli[number & 1]
            left, right = right, (left + self._round(mask, right)) % modulus
        return left, right

    def decrypt(self, left: int, right: int) -> tuple[int, int]:
        """Decrypt both halves (algorithm 8)."""
        for number in range(ROUNDS - 1, -1, -1):
            modulus = self._moduli[number & 1]
            mask = self.round_masks[number]
            left, right = (right - self._round(mask, left)) % modulus, left
        return left, right

    def _round(self, mask: int, half: int) -> int:
        block = self._encrypt_block((mask ^ half).to_bytes(BLOCK, "big"))
        return int.from_bytes(block, "big") >> self._unused_bits

    def _fixed_parts(
        self, radix: int, length: int, tweak: bytes, width: int
    ) -> tuple[int, ...]:
        """Return each round's last CBC block but for NUM(B): the chain XOR its constants.

        P, the tweak and the padding are the same in every round; only the round's
        number and NUM(B), both in the last block of Q, are not.
        """
        header = (
            b"\x01\x02\x01"
            + radix.to_bytes(3, "big")
            + bytes([ROUNDS, length // 2 % 256])
            + length.to_bytes(4, "big")
            + len(tweak).to_bytes(4, "big")
        )
        padded = tweak + bytes(-(len(tweak) + 1 + width) % BLOCK + 1 + width)
        chain = 0
        for block in _blocks(header + padded[:-BLOCK]):
            chain = int.from_bytes(self._encrypt_block((chain ^ block).to_bytes(BLOCK, "big")))
        last = chain ^ int.from_bytes(padded[-BLOCK:])
        return tuple(last ^ number << 8 * width for number in range(ROUNDS))


def _blocks(message: bytes) -> list[int]:
    return [
        int.from_bytes(message[start : start + BLOCK])
        for start in range(0, len(message), BLOCK)
    ]
