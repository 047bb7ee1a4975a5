"""The key ring: the port that holds the master key of each epoch."""

from collections.abc import Sequence
from typing import Final, Protocol

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tokens.domain.errors import DomainError

MAX_EPOCHS: Final = 32
MASTER_KEY_BYTES: Final = 32
_CHECK_LABEL: Final = b"contoso-tokens/v1/key-ring/check-value"
_CHECK_BYTES: Final = 8


class UnknownEpochError(Exception):
    """The key ring holds no key of this epoch."""

    def __init__(self, epoch: int) -> None:
        """Name the epoch."""
        super().__init__(epoch)
        self.epoch = epoch

    def __str__(self) -> str:
        """Say which epoch is missing."""
        return f"the key ring has no epoch {self.epoch}"


class EpochsExhaustedError(DomainError):
    """All 32 epochs are open: a code has no room to name another."""

    code = "EpochsExhausted"

    def __str__(self) -> str:
        """Say that the key ring is full."""
        return f"the key ring has opened all its {MAX_EPOCHS} epochs"


class EpochNotSuppliedError(DomainError):
    """The keys come from outside, and the next epoch's is not among them."""

    code = "EpochNotSupplied"

    def __init__(self, epoch: int) -> None:
        """Name the epoch."""
        super().__init__(epoch)
        self.epoch = epoch

    def __str__(self) -> str:
        """Say which key the operator has to supply."""
        return f"the key ring is supplied from outside: supply a key of epoch {self.epoch}"


class KeyRing(Protocol):
    """Master keys of 256 bits by epoch (0 to 31), contiguous from 0.

    New serials belong to the current epoch, the highest. The older ones still read,
    verify and show the codes that were issued in them.
    """

    def current_epoch(self) -> int:
        """Return the epoch that new mint requests draw their serials from."""
        ...

    def epochs(self) -> Sequence[int]:
        """Return the known epochs, ascending."""
        ...

    def master_key(self, epoch: int) -> bytes:
        """Return the 32 bytes of the epoch's master key.

        Raises:
            UnknownEpochError: if the ring has none for it.

        """
        ...

    def add_epoch(self, after: int | None = None) -> int:
        """Open the next epoch and return it.

        With `after` it is idempotent: nothing happens where a later epoch is open
        already, so that of several who find one full, only the first opens the next.

        Raises:
            EpochsExhaustedError: if 32 epochs are open.
            EpochNotSuppliedError: if the ring cannot make keys.

        """
        ...


def check_value(master_key: bytes) -> str:
    """Return 16 hexadecimal digits that recognise a master key and do not reveal it.

    Whoever keeps them beside the serials of an epoch can tell at start-up that the
    key ring is not the one that issued its codes.
    """
    derivation = HKDF(SHA256(), length=_CHECK_BYTES, salt=None, info=_CHECK_LABEL)
    return derivation.derive(master_key).hex()
