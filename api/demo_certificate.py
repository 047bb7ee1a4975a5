"""A certificate for a demo partner, so that it can print at once."""

from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from tokens.adapters.postgres.certificates import keep_certificate
from tokens.adapters.private_file import replace_private
from tokens.bootstrap import application
from tokens.domain.ids import AccountId
from tokens.domain.printing.certificate import Certificate

_VALID_FOR = timedelta(days=3650)


def create_demo_certificate(account: str, path: Path) -> None:
    """Upload a certificate for an account; its private key, and itself, go to `path` (0600)."""
    now = application().clock.now()
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _self_signed(key, account, now).public_bytes(Encoding.PEM).decode()
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    replace_private(path, private + certificate)
    keep_certificate(Certificate.parse(certificate), AccountId(account), now, "demo")


def _self_signed(key: ec.EllipticCurvePrivateKey, name: str, now: datetime) -> x509.Certificate:
    named = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    return (
        x509.CertificateBuilder()
        .subject_name(named)
        .issuer_name(named)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + _VALID_FOR)
        .sign(key, SHA256())
    )
