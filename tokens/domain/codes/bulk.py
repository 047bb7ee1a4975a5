"""Many codes at once: the tag and FF1 of `tag` and `ff1` on numpy arrays."""

from typing import Final, TypeAlias

import numpy as np
from cryptography.hazmat.primitives.ciphers import CipherContext
from numpy.typing import NDArray

from tokens.domain.codes.ff1 import BLOCK, Ff1
from tokens.domain.codes.tag import Tagger
from tokens.domain.codes.text import ALPHABET, GROUP, LENGTH

Words: TypeAlias = NDArray[np.uint64]

# Measured: 4,096 to 16,384 are equally fast, more falls out of the second-level cache.
CHUNK: Final = 8192
_WORD: Final = (1 << 64) - 1
_HALF: Final = np.uint64((1 << 60) - 1)
_NUMERALS_A_HALF: Final = 12
_SYMBOLS = np.frombuffer(ALPHABET.encode("ascii"), dtype=np.uint8)
# One line a code: the groups' hyphens and the line's end are where no symbol goes.
_LINE = np.frombuffer(b"XXXXX-" * 4 + b"XXXXX\n", dtype=np.uint8)
_COLUMNS = tuple(place + place // GROUP for place in range(LENGTH))


def issue_chunk(
    ff1: Ff1, tagger: Tagger, epoch: int, first_serial: int, count: int
) -> list[str]:
    """Return the codes of `count` serials from `first_serial`, in order.

    Memory: some 100 bytes a code for the arrays, so call it by the `CHUNK`. Contexts
    are its own, as long buffers are encrypted without the interpreter lock.
    """
    serials = np.arange(first_serial, first_serial + count, dtype=np.uint64)
    blocks = _Blocks(count)
    left, right = _tagged(blocks, tagger, epoch, serials)
    left, right = _encrypted(blocks, ff1, left, right)
    return _texts(epoch, left, right)


class _Blocks:
    """AES blocks as two columns of big-endian words, encrypted all at once."""

    def __init__(self, count: int) -> None:
        self.input = np.empty((count, 2), dtype=">u8")
        # update_into() demands room for one block more, less a byte.
        self._output = np.empty(count * BLOCK + BLOCK - 1, dtype=np.uint8)
        self._bytes_in = self.input.view(np.uint8).reshape(-1).data
        self.output = self._output[: count * BLOCK].view(">u8").reshape(-1, 2)
        # Bytes 4 to 11 of each block: NUM of FF1's S, a 12-byte string, modulo 2^64.
        self.low_of_first_12 = np.ndarray(
            (count,), dtype=">u8", buffer=self._output, offset=4, strides=(BLOCK,)
        )

    def encrypt(self, context: CipherContext) -> None:
        context.update_into(self._bytes_in, self._output.data)


def _tagged(blocks: _Blocks, tagger: Tagger, epoch: int, serials: Words) -> tuple[Words, Words]:
    """Return the 60-bit halves of serial (40 bits) and tag (80 bits)."""
    fixed = tagger.block(epoch, 0)
    blocks.input[:, 0] = serials << np.uint64(16) ^ np.uint64(fixed >> 64)
    blocks.input[:, 1] = fixed & _WORD
    blocks.encrypt(tagger.context())
    high = blocks.output[:, 0].astype(np.uint64)
    low = blocks.output[:, 1].astype(np.uint64)
    left = serials << np.uint64(20) | high >> np.uint64(44)
    right = (high << np.uint64(16) | low >> np.uint64(48)) & _HALF
    return left, right


def _encrypted(blocks: _Blocks, ff1: Ff1, left: Words, right: Words) -> tuple[Words, Words]:
    """Run the rounds of FF1 whose halves are 60 bits: `Ff1.encrypt` on columns."""
    context = ff1.context()
    for mask in ff1.round_masks:
        blocks.input[:, 0] = mask >> 64
        blocks.input[:, 1] = right ^ np.uint64(mask & _WORD)
        blocks.encrypt(context)
        left, right = right, left + blocks.low_of_first_12 & _HALF
    return left, right


def _texts(epoch: int, left: Words, right: Words) -> list[str]:
    lines = np.empty((len(left), len(_LINE)), dtype=np.uint8)
    lines[:] = _LINE
    lines[:, 0] = _SYMBOLS[epoch]
    columns = iter(_COLUMNS[1:])
    for half in (left, right):
        for numeral in reversed(range(_NUMERALS_A_HALF)):
            lines[:, next(columns)] = _SYMBOLS[half >> np.uint64(5 * numeral) & np.uint64(31)]
    return lines.tobytes().decode("ascii").splitlines()
