"""Many token identifiers at once: `str(TokenId(…))` on numpy arrays."""

from collections.abc import Sequence
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tokens.domain.ids import MintRequestId
from tokens.domain.token.identifier import ALPHABET, TokenId

Words: TypeAlias = NDArray[np.uint64]

# An identifier is number · 2^128 + mint request, in base 58, where `number` is the sequence
# with its five bytes reversed. Limbs of five digits are below 2^30, so a limb times half a
# number, 20 bits, is far from 2^64.
_DIGITS_A_LIMB: Final = 5
_LIMB: Final = 58**_DIGITS_A_LIMB
_LIMBS: Final = 6
_LENGTH: Final = 29
_HALF_BITS: Final = 20
_SYMBOLS = np.frombuffer(ALPHABET.encode("ascii"), dtype=np.uint8)
_ZERO: Final = ALPHABET[0]


def ids_of(mint_request_id: MintRequestId, start: int, count: int) -> Sequence[str]:
    """Return the identifiers of `count` tokens from `start`, in order.

    Memory: some 200 bytes a token for the arrays, so call it by the few thousand.
    """
    sequences = np.arange(start, start + count, dtype=np.uint64)
    texts = _texts(_limbs(sequences.byteswap() >> np.uint64(24), mint_request_id.int))
    for place, text in enumerate(texts):
        if text[0] == _ZERO:
            # Shorter than 29 digits; zero bytes at its beginning have a rule of their own.
            sequence = start + place
            plain = sequence & 0xFF
            texts[place] = text.lstrip(_ZERO) if plain else str(_id(mint_request_id, sequence))
    return texts


def _id(mint_request_id: MintRequestId, sequence: int) -> TokenId:
    return TokenId(mint_request_id, sequence)


def _limbs(numbers: Words, mint_request: int) -> list[Words]:
    """Return number · 2^128 + mint request in limbs, the lowest first."""
    low = numbers & np.uint64((1 << _HALF_BITS) - 1)
    high = numbers >> np.uint64(_HALF_BITS)
    limbs = []
    carry = np.zeros_like(numbers)
    for position in range(_LIMBS):
        by_low, by_high, fixed = (
            np.uint64(factor // _LIMB**position % _LIMB)
            for factor in (1 << 128, 1 << 128 + _HALF_BITS, mint_request)
        )
        carry, limb = np.divmod(low * by_low + high * by_high + fixed + carry, np.uint64(_LIMB))
        limbs.append(limb)
    return limbs


def _texts(limbs: list[Words]) -> list[str]:
    lines = np.empty((len(limbs[0]), _LENGTH + 1), dtype=np.uint8)
    lines[:, _LENGTH] = ord("\n")
    column = _LENGTH
    for limb in limbs:
        rest = limb.astype(np.uint32)
        for _ in range(min(_DIGITS_A_LIMB, column)):
            rest, digit = np.divmod(rest, np.uint32(58))
            column -= 1
            lines[:, column] = _SYMBOLS[digit]
    return lines.tobytes().decode("ascii").splitlines()
