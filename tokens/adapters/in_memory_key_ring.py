"""A key ring in memory: for tests, and the base of those supplied from outside."""

from collections.abc import Mapping, Sequence
from hashlib import sha256

from tokens.domain.codes.key_ring import (
    MAX_EPOCHS,
    EpochsExhaustedError,
    KeyRing,
    UnknownEpochError,
)


class InMemoryKeyRing(KeyRing):
    """Keys given at construction, and those that are added. Its repr shows none."""

    def __init__(self, keys: Mapping[int, bytes]) -> None:
        """Hold a copy of `keys`, 32 bytes by epoch, at least epoch 0."""
        self._keys = dict(sorted(keys.items()))

    def current_epoch(self) -> int:
        return max(self._keys)

    def epochs(self) -> Sequence[int]:
        return tuple(self._keys)

    def master_key(self, epoch: int) -> bytes:
        try:
            return self._keys[epoch]
        except KeyError:
            raise UnknownEpochError(epoch) from None

    def add_epoch(self, after: int | None = None) -> int:
        current = self.current_epoch()
        if after is not None and current > after:
            return current
        if current + 1 >= MAX_EPOCHS:
            raise EpochsExhaustedError
        self._keys[current + 1] = self._next_key(current + 1)
        return current + 1

    def _next_key(self, epoch: int) -> bytes:
        """Return a key that is new, and the same in every run of a test."""
        return sha256(b"next key" + self._keys[epoch - 1]).digest()


def well_known_key_ring(epochs: int = 1) -> InMemoryKeyRing:
    """Return a ring of published keys, the same in every run: for tests alone."""
    return InMemoryKeyRing(
        {epoch: sha256(b"well-known key %d" % epoch).digest() for epoch in range(epochs)}
    )
