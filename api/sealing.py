"""Sealing what is kept of answers: they tell the hashes of codes, which no database may.

AES-256-GCM under a key derived from SECRET_KEY; who changes that key only loses answers that
could have been repeated.
"""

import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_NONCE_BYTES = 12


class SealBrokenError(Exception):
    """It was sealed under another key, or was changed."""


def seal(content: bytes) -> bytes:
    """Return content that only `unseal` can read."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + _cipher(settings.SECRET_KEY).encrypt(nonce, content, None)


def unseal(sealed: bytes) -> bytes:
    """Return the content. Raises: SealBrokenError."""
    nonce, encrypted = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    try:
        return _cipher(settings.SECRET_KEY).decrypt(nonce, encrypted, None)
    except (InvalidTag, ValueError) as error:
        raise SealBrokenError from error


@lru_cache(maxsize=4)
def _cipher(secret: str) -> AESGCM:
    derivation = HKDF(SHA256(), length=32, salt=None, info=b"contoso-tokens/v1/kept-answers")
    return AESGCM(derivation.derive(secret.encode()))
