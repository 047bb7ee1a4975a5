"""What certificates are accepted: parses, valid now, encryption allowed, a strong key."""

import subprocess
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tokens.domain.printing.certificate import Certificate
from tokens.domain.printing.errors import InvalidCertificateError
from tokens.tests.partners import P256, P384, RSA, YEAR, certificate_pem, has_openssl

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def check(pem):
    Certificate.parse(pem).check(NOW)


class TestAccepts:
    @pytest.mark.parametrize("partner", [RSA, P256, P384])
    def test_strong_keys(self, partner):
        check(partner.pem)

    def test_usages_for_encryption(self):
        check(certificate_pem(RSA.key, "key_encipherment", "digital_signature"))
        check(certificate_pem(P256.key, "key_agreement"))

    def test_the_end_of_lines_of_any_system(self):
        check("\r\n" + RSA.pem.replace("\n", "\r\n"))


class TestRefuses:
    @pytest.mark.parametrize(
        ("pem", "reason"),
        [
            ("", "exactly one"),
            ("nonsense", "exactly one"),
            (RSA.pem + P256.pem, "exactly one"),
            (RSA.pem.replace("MII", "AII", 1), "no X.509"),
            ("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "no X.509"),
            ("x" * 30_000 + RSA.pem, "longer"),
            (certificate_pem(RSA.key, begin=NOW + YEAR), "not valid before 2027-01-01"),
            (certificate_pem(RSA.key, end=NOW), "expired on 2026-01-01"),
            (certificate_pem(RSA.key, "digital_signature"), "keyEncipherment"),
            (certificate_pem(P256.key, "key_encipherment"), "keyAgreement"),
            (certificate_pem(rsa.generate_private_key(65537, 1024)), "1024 bits"),  # noqa: S505  # that is the point
            (certificate_pem(ec.generate_private_key(ec.SECP521R1())), "secp521r1"),
            (certificate_pem(ec.generate_private_key(ec.SECP256K1())), "secp256k1"),
        ],
    )
    def test_others_and_says_why(self, pem, reason):
        with pytest.raises(InvalidCertificateError, match=reason):
            check(pem)

    def test_keys_that_only_sign(self):
        key = ed25519.Ed25519PrivateKey.generate()
        with pytest.raises(InvalidCertificateError, match="neither RSA nor"):
            check(certificate_pem(key, signed_with=None))

    @pytest.mark.skipif(not has_openssl(), reason="needs openssl")
    def test_rsa_keys_that_only_sign(self, tmp_path):
        command = (
            "openssl req -x509 -newkey rsa-pss -nodes -keyout k -out c -subj /CN=e -days 9"
        )
        subprocess.run(command.split(), cwd=tmp_path, check=True, capture_output=True)
        found = Certificate.parse((tmp_path / "c").read_text())
        with pytest.raises(InvalidCertificateError, match="signatures alone"):
            found.check(found.not_before)

    def test_private_keys_without_repeating_them(self):
        key = ed25519.Ed25519PrivateKey.generate()
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
        with pytest.raises(InvalidCertificateError, match="private key") as refused:
            check(pem + RSA.pem)
        assert pem.splitlines()[1] not in str(refused.value)


@pytest.mark.skipif(not has_openssl(), reason="needs openssl")
def test_tells_what_openssl_tells(tmp_path):
    (tmp_path / "c").write_text(P384.pem)
    for algorithm, ours in (
        ("-sha1", P384.certificate.thumbprint),
        ("-sha256", P384.certificate.sha256),
    ):
        command = f"openssl x509 -in c -noout -fingerprint {algorithm}"
        said = subprocess.run(command.split(), cwd=tmp_path, check=True, capture_output=True)
        assert said.stdout.decode().strip().partition("=")[2].replace(":", "") == ours
    assert P384.certificate.subject == "CN=Partner\\, Inc."
