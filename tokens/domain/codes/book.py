"""The code book: issues codes, reads and verifies them; nothing of a code is stored.

A code is `epoch (5 bits) ‖ FF1(serial (40) ‖ tag (80))`. FF1 runs over the 24 base32
numerals that follow the epoch's, radix 32, and not over 120 bits, radix 2: halves and
cost are the same (2^60 either way), and the ciphertext is then the text itself, which
any FF1 with an alphabet can check.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hmac import compare_digest
from typing import Final
from uuid import UUID

from tokens.domain.codes.bulk import CHUNK, issue_chunk
from tokens.domain.codes.derivation import permutation_key, tag_key
from tokens.domain.codes.errors import InvalidCodeError
from tokens.domain.codes.ff1 import Ff1
from tokens.domain.codes.key_ring import MAX_EPOCHS, KeyRing, UnknownEpochError
from tokens.domain.codes.tag import TAG_BITS, TAG_BYTES, Tagger
from tokens.domain.codes.text import to_number, to_text

SERIALS_PER_EPOCH: Final = 1 << 40
_HALF_BITS: Final = 60
_HALF: Final = (1 << _HALF_BITS) - 1
_TAG: Final = (1 << TAG_BITS) - 1
# Below this a numpy call's fixed 0.15 ms costs more than codes one by one.
_WORTH_ARRAYS: Final = 12
# A derivation takes 20 µs, ten times a tag; an entry takes about 2 KB.
_REMEMBERED_MINT_REQUESTS: Final = 4096


@dataclass(frozen=True, slots=True)
class CandidateCode:
    """What a well-formed text claims; true only once `CodeBook.verify` agrees."""

    epoch: int
    serial: int
    tag: bytes = field(repr=False)


class CodeBook:
    """All codes under one key ring. Threads may share it; it keeps working keys only."""

    def __init__(self, key_ring: KeyRing) -> None:
        """Take the keys from `key_ring`, as they are needed."""
        self._key_ring = key_ring
        self._permutation = lru_cache(MAX_EPOCHS)(self._derive_permutation)
        self._tagger = lru_cache(_REMEMBERED_MINT_REQUESTS)(self._derive_tagger)

    def issue(self, epoch: int, serial: int, mint_request_id: UUID) -> str:
        """Return the code XXXXX-XXXXX-XXXXX-XXXXX-XXXXX of one serial, always the same.

        Raises:
            UnknownEpochError: if the key ring lacks the epoch.
            ValueError: if the serial is not within 0 to 2^40 - 1.

        """
        _check_range(serial, 1)
        tag = int.from_bytes(self._tagger(epoch, mint_request_id).tag(epoch, serial))
        plain = serial << TAG_BITS | tag
        left, right = self._permutation(epoch).encrypt(plain >> _HALF_BITS, plain & _HALF)
        return to_text(epoch << 2 * _HALF_BITS | left << _HALF_BITS | right)

    def issue_range(
        self, epoch: int, first_serial: int, count: int, mint_request_id: UUID
    ) -> Sequence[str]:
        """Return the codes of `count` serials in order, each as `issue` would.

        About 80 bytes of memory a code: ask for a page, not for a billion.

        Raises:
            UnknownEpochError: if the key ring lacks the epoch.
            ValueError: if the range is not within 0 to 2^40 - 1.

        """
        _check_range(first_serial, count)
        end = first_serial + count
        if count < _WORTH_ARRAYS:
            serials = range(first_serial, end)
            return [self.issue(epoch, serial, mint_request_id) for serial in serials]
        permutation = self._permutation(epoch)
        tagger = self._tagger(epoch, mint_request_id)
        codes: list[str] = []
        for start in range(first_serial, end, CHUNK):
            size = min(CHUNK, end - start)
            codes += issue_chunk(permutation, tagger, epoch, start, size)
        return codes

    def read(self, typed: str) -> CandidateCode:
        """Return what the text claims, however it was typed.

        The caller finds the mint request that owns the serial, and then verifies.

        Raises:
            InvalidCodeError: if it is malformed or of an epoch that the key ring lacks.

        """
        number = to_number(typed)
        epoch = number >> 2 * _HALF_BITS
        permutation = self._known_permutation(epoch)
        if permutation is None:
            raise InvalidCodeError
        left, right = permutation.decrypt(number >> _HALF_BITS & _HALF, number & _HALF)
        plain = left << _HALF_BITS | right
        tag = (plain & _TAG).to_bytes(TAG_BYTES, "big")
        return CandidateCode(epoch, plain >> TAG_BITS, tag)

    def verify(self, candidate: CandidateCode, mint_request_id: UUID) -> bool:
        """Tell whether the mint request issued this code; constant-time in the tag.

        Raises:
            UnknownEpochError: if the key ring lacks the candidate's epoch.

        """
        tagger = self._tagger(candidate.epoch, mint_request_id)
        return compare_digest(tagger.tag(candidate.epoch, candidate.serial), candidate.tag)

    def _known_permutation(self, epoch: int) -> Ff1 | None:
        try:
            return self._permutation(epoch)
        except UnknownEpochError:
            return None

    def _derive_permutation(self, epoch: int) -> Ff1:
        key = permutation_key(self._key_ring.master_key(epoch), epoch)
        return Ff1(key, radix=32, length=24)

    def _derive_tagger(self, epoch: int, mint_request_id: UUID) -> Tagger:
        return Tagger(tag_key(self._key_ring.master_key(epoch), epoch, mint_request_id))


def _check_range(first_serial: int, count: int) -> None:
    if first_serial < 0 or count < 0 or first_serial + count > SERIALS_PER_EPOCH:
        message = f"serials {first_serial} and {count} on are not within 0 to 2^40 - 1"
        raise ValueError(message)
