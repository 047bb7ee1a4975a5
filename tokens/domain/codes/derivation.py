"""Working keys from an epoch's master key: HKDF-SHA256 (RFC 5869), one label a purpose."""

from typing import Final
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

# Labels are part of every code ever issued: a change makes all of them unreadable.
# Each ends in a fixed number of bytes after its slash, so no two inputs collide.
_PERMUTATION_LABEL: Final = b"contoso-tokens/v1/code-permutation/"
_TAG_LABEL: Final = b"contoso-tokens/v1/code-tag/"
_KEY_BYTES: Final = 32


def permutation_key(master_key: bytes, epoch: int) -> bytes:
    """Return the AES-256 key of the epoch's FF1."""
    return _derive(master_key, _PERMUTATION_LABEL + bytes([epoch]))


def tag_key(master_key: bytes, epoch: int, mint_request_id: UUID) -> bytes:
    """Return the AES-256 key of the mint request's CMAC in the epoch."""
    return _derive(master_key, _TAG_LABEL + bytes([epoch]) + mint_request_id.bytes)


def _derive(master_key: bytes, info: bytes) -> bytes:
    return HKDF(SHA256(), length=_KEY_BYTES, salt=None, info=info).derive(master_key)
