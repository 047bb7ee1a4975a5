"""The encoding, compared with what `cryptography` encodes."""

import pytest
from cryptography import x509

from tokens.domain.packages import der


@pytest.mark.parametrize(
    "dotted", ["1.2.840.113549.1.7.1", "2.16.840.1.101.3.4.1.46", "2.5.4.3"]
)
def test_identifiers(dotted):
    name = x509.Name([x509.NameAttribute(x509.ObjectIdentifier(dotted), "x")])
    assert der.oid(dotted) in name.public_bytes()


@pytest.mark.parametrize(
    ("number", "encoded"),
    [
        (0, "020100"),
        (127, "02017f"),
        (128, "02020080"),
        (256, "02020100"),
        (2**63, "02090080" + "00" * 7),
    ],
)
def test_integers(number, encoded):
    assert der.integer(number).hex() == encoded


@pytest.mark.parametrize(
    ("length", "head"), [(0, "0400"), (127, "047f"), (128, "048180"), (65536, "0483010000")]
)
def test_lengths(length, head):
    assert der.element(der.OCTET_STRING, bytes(length)).hex().startswith(head)
