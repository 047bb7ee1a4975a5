"""Partners' keys and certificates, and what a partner does with a package: openssl."""

import shutil
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from tokens.domain.printing.certificate import Certificate

USAGES = (
    *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment"),
    *("key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
)
# Clocks of tests are anywhere.
EARLY, LATE = datetime(2020, 1, 1, tzinfo=UTC), datetime(2120, 1, 1, tzinfo=UTC)


def certificate_pem(key, *usages: str, begin=EARLY, end=LATE, signed_with=SHA256) -> str:
    """A certificate that a key signs itself, for some usages, or any."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Partner, Inc.")])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(end)
    )
    if usages:
        allowed = {usage: usage in usages for usage in USAGES}
        builder = builder.add_extension(x509.KeyUsage(**allowed), critical=True)
    return builder.sign(key, signed_with and signed_with()).public_bytes(Encoding.PEM).decode()


@dataclass
class Partner:
    """A key pair, made when it is first asked for."""

    curve: ec.EllipticCurve | None

    @cached_property
    def key(self):
        if self.curve is None:
            return rsa.generate_private_key(65537, 2048)
        return ec.generate_private_key(self.curve)

    @cached_property
    def pem(self) -> str:
        return certificate_pem(self.key)

    @cached_property
    def certificate(self) -> Certificate:
        return Certificate.parse(self.pem)

    def opened(self, package: bytes, directory: Path) -> Path:
        """What `openssl cms -decrypt` makes of a package. Raises: CalledProcessError."""
        format_ = PrivateFormat.PKCS8
        key = self.key.private_bytes(Encoding.PEM, format_, NoEncryption())
        (directory / "partner.key").write_bytes(key)
        (directory / "partner.pem").write_text(self.pem)
        (directory / "package.cms").write_bytes(package)
        openssl(
            directory,
            *("-decrypt", "-binary", "-inform", "DER", "-in", "package.cms"),
            *("-inkey", "partner.key", "-recip", "partner.pem", "-out", "package.zip"),
        )
        return directory / "package.zip"


@cache
def has_openssl() -> bool:
    """Whether this machine has an openssl that knows AuthEnvelopedData: 3.0 or newer."""
    if shutil.which("openssl") is None:
        return False
    said = subprocess.run(["openssl", "version"], check=True, capture_output=True, text=True)
    name, version, *_ = said.stdout.split()
    return name == "OpenSSL" and int(version.partition(".")[0]) >= 3


def openssl(directory: Path, *arguments: str) -> None:
    """Have it done by openssl, or skip the test. Raises: CalledProcessError."""
    if not has_openssl():
        pytest.skip("needs openssl 3")
    subprocess.run(
        ["openssl", "cms", *arguments], cwd=directory, check=True, capture_output=True
    )


RSA = Partner(None)
P256 = Partner(ec.SECP256R1())
P384 = Partner(ec.SECP384R1())
YEAR = timedelta(days=365)
