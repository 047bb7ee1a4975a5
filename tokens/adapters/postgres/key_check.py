"""Tells a lost or swapped key ring from the one that codes in use were made with."""

from tokens.adapters.postgres.database import execute, rows
from tokens.domain.codes.key_ring import KeyRing, UnknownEpochError, check_value

KEEP = "INSERT INTO tokens_epoch (epoch, check_value) VALUES (%s, %s) ON CONFLICT DO NOTHING"
KEPT = "SELECT epoch, check_value FROM tokens_epoch ORDER BY epoch"


class KeyRingLostError(Exception):
    """The key of an epoch is not the one that its codes were made with."""

    def __init__(self, epoch: int) -> None:
        super().__init__(
            f"the key ring has not the key that the codes of epoch {epoch} were made with. "
            "Put the right key ring in its place (CONTOSO_KEY_RING) from your backup; "
            "without it none of these codes can be read or redeemed."
        )


def keep_check_value(key_ring: KeyRing, epoch: int) -> None:
    """Remember an epoch's key by its check value. Raises: KeyRingLostError."""
    execute(KEEP, [epoch, check_value(key_ring.master_key(epoch))])
    check_key_ring(key_ring)


def check_key_ring(key_ring: KeyRing) -> None:
    """Compare the key ring with what is kept of all epochs in use. Raises: KeyRingLostError."""
    for epoch, kept in rows(KEPT):
        try:
            actual = check_value(key_ring.master_key(epoch))
        except UnknownEpochError:
            actual = None
        if actual != kept:
            raise KeyRingLostError(epoch)
