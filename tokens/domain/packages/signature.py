"""The service's own signature: detached CMS SignedData (RFC 5652, 5), which comes in a file."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Self

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.hazmat.primitives.serialization.pkcs7 import (
    PKCS7Options,
    PKCS7PrivateKeyTypes,
    PKCS7SignatureBuilder,
)
from cryptography.x509.oid import NameOID

_VALID_FOR: Final = timedelta(days=3650)
_NAME: Final = "Contoso Tokens packages"


class UnusableIdentityError(Exception):
    """What should be a key and its certificate is not; says why, and shows no key."""

    def __str__(self) -> str:
        return f"the signer of packages {self.args[0]}"


@dataclass(frozen=True, slots=True)
class SigningIdentity:
    """A key and the certificate that others know it by."""

    certificate: x509.Certificate
    key: PKCS7PrivateKeyTypes = field(repr=False)

    @classmethod
    def made(cls, now: datetime) -> Self:
        """Make a new key (P-256) and a certificate by itself, valid for ten years."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, _NAME)])
        usage = dict.fromkeys(_USAGES, False) | {"digital_signature": True}
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(minutes=5))
            .not_valid_after(now + _VALID_FOR)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.KeyUsage(**usage), critical=True)
            .sign(key, SHA256())
        )
        return cls(certificate, key)

    @classmethod
    def parse(cls, pem: str) -> Self:
        """Read a private key and its certificate. Raises: UnusableIdentityError."""
        try:
            key = load_pem_private_key(pem.encode(), password=None)
            certificate = x509.load_pem_x509_certificate(pem.encode())
        except (ValueError, TypeError) as error:
            message = (
                "needs to be a private key and its certificate in PEM, without a passphrase"
            )
            raise UnusableIdentityError(message) from error
        if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
            message = "has a key that is neither RSA nor of an elliptic curve"
            raise UnusableIdentityError(message)
        if key.public_key() != certificate.public_key():
            message = "has a certificate of another key"
            raise UnusableIdentityError(message)
        return cls(certificate, key)

    @property
    def pem(self) -> str:
        """The key and the certificate, for `parse`: a secret."""
        key = self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return key.decode() + self.public_pem

    @property
    def public_pem(self) -> str:
        """The certificate alone, for everybody."""
        return self.certificate.public_bytes(Encoding.PEM).decode()

    def signature_of(self, content: bytes) -> bytes:
        """Return a signature of the content, with the certificate and without the content."""
        options = [
            PKCS7Options.DetachedSignature,
            PKCS7Options.Binary,
            PKCS7Options.NoCapabilities,
        ]
        builder = PKCS7SignatureBuilder().set_data(content)
        signed = builder.add_signer(self.certificate, self.key, SHA256())
        return signed.sign(Encoding.DER, options)


_USAGES: Final = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)
