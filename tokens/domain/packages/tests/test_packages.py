"""Packages as their partner sees them: opened by openssl, signed, complete; and nobody else."""

import csv
import json
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from subprocess import CalledProcessError
from uuid import UUID
from zipfile import ZipFile

import pytest

from tokens.adapters.in_memory_key_ring import well_known_key_ring
from tokens.domain.codes.book import CodeBook
from tokens.domain.packages.archive import write_package
from tokens.domain.packages.signature import SigningIdentity
from tokens.domain.ports import PackageContents, SerialRange
from tokens.domain.printing.spans import Span
from tokens.domain.token.identifier import TokenId
from tokens.tests.partners import P256, P384, RSA, Partner, openssl

NOW = datetime(2026, 1, 1, 12, 30, tzinfo=UTC)
CODES = CodeBook(well_known_key_ring(2))
IDENTITY = SigningIdentity.made(NOW)
MINTS = UUID(int=7), UUID(int=8)
TOKENS = (
    (Span(MINTS[0], 5, 20_000), SerialRange(MINTS[0], 0, 1000, 30_000)),
    (Span(MINTS[1], 0, 3), SerialRange(MINTS[1], 1, 0, 3)),
)
CONTENTS = PackageContents(
    UUID(int=1), "northwind", "card", 20_000, NOW, RSA.certificate, TOKENS
)


def written(contents=CONTENTS):
    out = BytesIO()
    write_package(out, contents, CODES, IDENTITY)
    return out.getvalue()


class TestOpenedByOpenssl:
    @pytest.fixture(params=[RSA, P256, P384], ids=["RSA", "P-256", "P-384"])
    def archive(self, request, tmp_path):
        package = written(replace(CONTENTS, certificate=request.param.certificate))
        return ZipFile(request.param.opened(package, tmp_path))

    def test_lists_every_token_with_its_code(self, archive):
        assert archive.namelist() == ["tokens.csv", "manifest.json", "manifest.json.p7s"]
        assert archive.testzip() is None
        text = archive.read("tokens.csv").decode()
        assert text.count("\r\n") == text.count("\n") == 19_999
        listed = list(csv.DictReader(text.splitlines()))
        expected = [
            {
                "id": str(TokenId(span.mint_request_id, n)),
                "code": CODES.issue(serials.epoch, serials.first + n, span.mint_request_id),
                "catalogId": "card",
                "sequence": str(n),
            }
            for span, serials in TOKENS
            for n in (*range(span.start, span.start + 3), *range(span.stop - 2, span.stop))
            if n < span.stop
        ]
        known = {row["id"]: row for row in listed}
        assert len(known) == 19_998
        assert [known[row["id"]] for row in expected] == expected

    def test_tells_what_it_is(self, archive):
        told = json.loads(archive.read("manifest.json"))
        assert told == {
            "format": 1,
            "printJobId": str(UUID(int=1)),
            "billingAccountId": "northwind",
            "catalogId": "card",
            "quantity": 20_000,
            "count": 19_998,
            "sha256": sha256(archive.read("tokens.csv")).hexdigest(),
            "createdOn": "2026-01-01T12:30:00Z",
            "keyEpochs": [0, 1],
        }

    def test_is_signed_by_the_service(self, archive, tmp_path):
        archive.extractall(tmp_path)
        (tmp_path / "contoso.pem").write_text(IDENTITY.public_pem)
        verify = (
            *("-verify", "-binary", "-inform", "DER", "-in", "manifest.json.p7s"),
            *("-content", "manifest.json", "-CAfile", "contoso.pem", "-out", "verified"),
        )
        openssl(tmp_path, *verify)
        manifest = tmp_path / "manifest.json"
        manifest.write_text(manifest.read_text().replace("northwind", "southwind"))
        with pytest.raises(CalledProcessError):
            openssl(tmp_path, *verify)


class TestIsClosed:
    @pytest.mark.parametrize("partner", [RSA, P256], ids=["RSA", "P-256"])
    def test_to_another_key(self, partner, tmp_path):
        package = written(replace(CONTENTS, certificate=partner.certificate))
        thief = Partner(partner.curve)
        with pytest.raises(CalledProcessError):
            thief.opened(package, tmp_path)

    @pytest.mark.parametrize("place", [0.5, 0.9, -20, -8])
    def test_to_changes(self, place, tmp_path):
        package = bytearray(written())
        position = int(len(package) * place) if isinstance(place, float) else place
        package[position] ^= 1
        with pytest.raises(CalledProcessError):
            RSA.opened(bytes(package), tmp_path)

    def test_to_readers_of_its_bytes(self):
        package = written()
        assert CODES.issue(0, 1005, MINTS[0]).encode() not in package
        assert b"tokens.csv" not in package

    def test_and_never_the_same_twice(self):
        assert written() != written()


def test_a_catalog_id_is_quoted_where_csv_wants_it(tmp_path):
    tokens = ((Span(MINTS[0], 0, 1), TOKENS[0][1]),)
    package = written(replace(CONTENTS, catalog_id='a,"b"', tokens=tokens))
    archive = ZipFile(RSA.opened(package, tmp_path))
    (row,) = csv.DictReader(archive.read("tokens.csv").decode().splitlines())
    assert row["catalogId"] == 'a,"b"'
