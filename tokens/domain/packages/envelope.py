"""An encrypted envelope, written as a stream: CMS AuthEnvelopedData with AES-256-GCM.

RFC 5083 (AuthEnvelopedData) and RFC 5084 (its AES-GCM). The length of what is written into
it need not be known: BER's indefinite lengths, as `openssl cms -stream` has them.
"""

import secrets
from typing import Final, Protocol

from cryptography import x509
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import GCM

from tokens.domain.packages.der import (
    CONTEXT,
    END,
    OCTET_STRING,
    SEQUENCE,
    SET,
    algorithm,
    element,
    integer,
    oid,
    opened,
)
from tokens.domain.packages.recipients import recipient_info

_AUTH_ENVELOPED_DATA: Final = oid("1.2.840.113549.1.9.16.1.23")
_DATA: Final = oid("1.2.840.113549.1.7.1")
_AES256_GCM: Final = "2.16.840.1.101.3.4.1.46"
_KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12
_TAG_BYTES: Final = 16
_PART: Final = 1 << 16


class Sink(Protocol):
    """What takes bytes, in order."""

    def write(self, data: bytes, /) -> object:
        """Take some."""
        ...


class Envelope:
    """Encrypts what is written into it, and passes it on; `close` completes it.

    Its key is used once and kept nowhere; only the holder of the certificate can open it.
    """

    def __init__(self, out: Sink, certificate: x509.Certificate) -> None:
        key = secrets.token_bytes(_KEY_BYTES)
        nonce = secrets.token_bytes(_NONCE_BYTES)
        self._encryptor = Cipher(AES256(key), GCM(nonce)).encryptor()
        self._out = out
        self._waiting = bytearray()
        parameters = element(SEQUENCE, element(OCTET_STRING, nonce), integer(_TAG_BYTES))
        out.write(opened(SEQUENCE) + _AUTH_ENVELOPED_DATA + opened(CONTEXT))
        out.write(opened(SEQUENCE) + integer(0))
        out.write(element(SET, recipient_info(certificate, key)))
        out.write(opened(SEQUENCE) + _DATA + algorithm(_AES256_GCM, parameters))
        out.write(opened(CONTEXT))

    def write(self, data: bytes) -> int:
        """Encrypt some bytes; return how many."""
        self._waiting += data
        if len(self._waiting) >= _PART:
            self._pass_on()
        return len(data)

    def flush(self) -> None:
        """Do nothing: what is passed on is passed on in parts of a size."""

    def close(self) -> None:
        """Write the rest, and what proves that nothing of it was changed."""
        self._pass_on()
        self._encryptor.finalize()
        tag = element(OCTET_STRING, self._encryptor.tag)
        # It closes, from within: the content, its information, the data, the whole.
        self._out.write(END + END + tag + END + END + END)

    def _pass_on(self) -> None:
        encrypted = self._encryptor.update(bytes(self._waiting))
        self._waiting.clear()
        if encrypted:
            self._out.write(element(OCTET_STRING, encrypted))
