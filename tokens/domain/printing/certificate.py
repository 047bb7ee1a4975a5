"""The certificate (X.509) that a partner's packages are encrypted to: read and checked."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Self

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import PublicKeyAlgorithmOID

from tokens.domain.printing.errors import InvalidCertificateError

MAX_PEM_LENGTH: Final = 20_000
MIN_RSA_BITS: Final = 2048
# Larger keys than anybody has would keep a worker busy for long.
MAX_RSA_BITS: Final = 8192
CURVES: Final = (ec.SECP256R1, ec.SECP384R1)
_RSA: Final = PublicKeyAlgorithmOID.RSAES_PKCS1_v1_5
_BEGIN: Final = "-----BEGIN CERTIFICATE-----"
_PRIVATE: Final = "PRIVATE KEY-----"


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate as it was read; whether it may be used, `check` says.

    `thumbprint` is the SHA-1 of the whole certificate, as certificates are shown, and
    `sha256` its SHA-256, both in upper-case hexadecimal; times are in UTC.
    """

    pem: str = field(repr=False)
    thumbprint: str
    sha256: str
    subject: str
    not_before: datetime
    not_after: datetime
    parsed: x509.Certificate = field(repr=False, compare=False)

    @classmethod
    def parse(cls, pem: str) -> Self:
        """Read one certificate in PEM. Raises: InvalidCertificateError."""
        reason = None
        if _PRIVATE in pem:
            reason = "it comes with a private key, which nobody else should ever see"
        elif len(pem) > MAX_PEM_LENGTH:
            reason = f"it is longer than {MAX_PEM_LENGTH} characters"
        elif pem.count(_BEGIN) != 1:
            reason = f"send exactly one, in PEM, which begins with {_BEGIN}"
        elif (found := _loaded(pem)) is None:
            reason = "it is no X.509 certificate in PEM"
        else:
            return cls._of(found)
        raise InvalidCertificateError(reason)

    @classmethod
    def _of(cls, found: x509.Certificate) -> Self:
        try:
            # What names the recipient in a package; better read now than when one is made.
            found.issuer.public_bytes()
            return cls(
                pem=found.public_bytes(Encoding.PEM).decode(),
                thumbprint=found.fingerprint(SHA1()).hex().upper(),  # noqa: S303  # as certificates are shown; nothing rests on it
                sha256=found.fingerprint(SHA256()).hex().upper(),
                subject=found.subject.rfc4514_string(),
                not_before=found.not_valid_before_utc,
                not_after=found.not_valid_after_utc,
                parsed=found,
            )
        except ValueError as error:
            reason = "it is not well-formed"
            raise InvalidCertificateError(reason) from error

    def check(self, now: datetime) -> None:
        """Make sure that something may be encrypted to it now.

        Raises: InvalidCertificateError.
        """
        if reason := self._problem(now):
            raise InvalidCertificateError(reason)

    def is_valid(self, now: datetime) -> bool:
        """Tell whether something may be encrypted to it now."""
        return self._problem(now) is None

    def _problem(self, now: datetime) -> str | None:
        if now < self.not_before:
            return f"it is not valid before {self.not_before:%F %T} UTC"
        if now >= self.not_after:
            return f"it expired on {self.not_after:%F %T} UTC"
        if self.parsed.serial_number < 0:
            return "its serial number is negative"
        return self._problem_of_key()

    def _problem_of_key(self) -> str | None:
        match _public_key(self.parsed):
            case rsa.RSAPublicKey() if self.parsed.public_key_algorithm_oid != _RSA:
                return "its RSA key is for signatures alone"
            case rsa.RSAPublicKey(key_size=bits):
                if not MIN_RSA_BITS <= bits <= MAX_RSA_BITS:
                    return f"its key has {bits} bits, not {MIN_RSA_BITS} to {MAX_RSA_BITS}"
                return self._problem_of_usage("key_encipherment", "keyEncipherment")
            case ec.EllipticCurvePublicKey(curve=curve):
                if not isinstance(curve, CURVES):
                    return f"its curve is {curve.name}, neither P-256 nor P-384"
                return self._problem_of_usage("key_agreement", "keyAgreement")
            case _:
                return "its key is neither RSA nor of an elliptic curve"

    def _problem_of_usage(self, usage: str, name: str) -> str | None:
        try:
            found = self.parsed.extensions.get_extension_for_class(x509.KeyUsage)
        except x509.ExtensionNotFound:
            # RFC 5280, 4.2.1.3: without the extension, the key may be used for anything.
            return None
        except ValueError:
            return "its extensions are not well-formed"
        allowed = getattr(found.value, usage)
        return (
            None if allowed else f"its key usage lacks {name}: nothing may be encrypted to it"
        )


def _loaded(pem: str) -> x509.Certificate | None:
    try:
        return x509.load_pem_x509_certificate(pem.encode())
    except ValueError:
        return None


def _public_key(certificate: x509.Certificate) -> object:
    try:
        return certificate.public_key()
    except (ValueError, TypeError, UnsupportedAlgorithm):
        # A kind of key that nobody knows here.
        return None
