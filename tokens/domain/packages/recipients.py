"""How a key reaches the holder of a certificate: RecipientInfo of CMS (RFC 5652, 6.2).

RSA: RSAES-OAEP with SHA-256 (RFC 3560). Elliptic curves: ephemeral-static Diffie-Hellman,
the X9.63 derivation with SHA-256 and AES-256 key wrap (RFC 5753, 3.1).
"""

from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.x963kdf import X963KDF
from cryptography.hazmat.primitives.keywrap import aes_key_wrap
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tokens.domain.packages.der import (
    BIT_STRING,
    CONTEXT,
    OCTET_STRING,
    SEQUENCE,
    algorithm,
    element,
    integer,
)

_SHA256: Final = algorithm("2.16.840.1.101.3.4.2.1")
_MGF1: Final = algorithm("1.2.840.113549.1.1.8", _SHA256)
_RSAES_OAEP: Final = algorithm(
    "1.2.840.113549.1.1.7",
    element(SEQUENCE, element(CONTEXT, _SHA256), element(CONTEXT + 1, _MGF1)),
)
_EC_PUBLIC_KEY: Final = algorithm("1.2.840.10045.2.1")
_AES256_WRAP: Final = algorithm("2.16.840.1.101.3.4.1.45")
_ECDH_SHA256: Final = algorithm("1.3.132.1.11.1", _AES256_WRAP)
_WRAPPING_KEY_BYTES: Final = 32
# ECC-CMS-SharedInfo (RFC 5753, 7.2): the wrapping's algorithm, and its key's length in bits.
_SHARED_INFO: Final = element(
    SEQUENCE,
    _AES256_WRAP,
    element(CONTEXT + 2, element(OCTET_STRING, (_WRAPPING_KEY_BYTES * 8).to_bytes(4))),
)


def recipient_info(certificate: x509.Certificate, key: bytes) -> bytes:
    """Return what lets the holder of the certificate have the key, and nobody else.

    Raises: TypeError, if the certificate's key is neither RSA nor of a curve.
    """
    match certificate.public_key():
        case rsa.RSAPublicKey() as public_key:
            return _transported(certificate, public_key, key)
        case ec.EllipticCurvePublicKey() as public_key:
            return _agreed(certificate, public_key, key)
        case other:
            raise TypeError(type(other))


def _transported(
    certificate: x509.Certificate, public_key: rsa.RSAPublicKey, key: bytes
) -> bytes:
    """Return a KeyTransRecipientInfo (RFC 5652, 6.2.1)."""
    oaep = padding.OAEP(padding.MGF1(SHA256()), SHA256(), label=None)
    return element(
        SEQUENCE,
        integer(0),
        _identifier(certificate),
        _RSAES_OAEP,
        element(OCTET_STRING, public_key.encrypt(key, oaep)),
    )


def _agreed(
    certificate: x509.Certificate, public_key: ec.EllipticCurvePublicKey, key: bytes
) -> bytes:
    """Return a KeyAgreeRecipientInfo (RFC 5652, 6.2.2) with a key pair made for it alone."""
    ephemeral = ec.generate_private_key(public_key.curve)
    shared = ephemeral.exchange(ec.ECDH(), public_key)
    wrapping_key = X963KDF(SHA256(), _WRAPPING_KEY_BYTES, _SHARED_INFO).derive(shared)
    point = ephemeral.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    # A bit string begins with the number of bits that are unused at its end.
    originator = (_EC_PUBLIC_KEY, element(BIT_STRING, b"\0", point))
    wrapped = element(OCTET_STRING, aes_key_wrap(wrapping_key, key))
    return element(
        CONTEXT + 1,
        integer(3),
        element(CONTEXT, element(CONTEXT + 1, *originator)),
        _ECDH_SHA256,
        element(SEQUENCE, element(SEQUENCE, _identifier(certificate), wrapped)),
    )


def _identifier(certificate: x509.Certificate) -> bytes:
    """Return an IssuerAndSerialNumber (RFC 5652, 10.2.4)."""
    return element(
        SEQUENCE, certificate.issuer.public_bytes(), integer(certificate.serial_number)
    )
