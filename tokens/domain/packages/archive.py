"""A whole package as a stream: list, manifest and signature, zipped and encrypted."""

import json
from hashlib import sha256
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from tokens.domain.codes.book import CodeBook
from tokens.domain.packages.envelope import Envelope, Sink
from tokens.domain.packages.signature import SigningIdentity
from tokens.domain.packages.token_list import rows
from tokens.domain.ports import PackageContents

LIST: Final = "tokens.csv"
MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "manifest.json.p7s"
_FORMAT: Final = 1
# Codes are random: more effort takes three times as long and saves two per cent.
_EFFORT: Final = 1
# Of a list that may get longer than 2 GiB, the zip has to know before.
_LONG_LIST: Final = 10_000_000


def write_package(
    out: Sink, contents: PackageContents, codes: CodeBook, identity: SigningIdentity
) -> None:
    """Write a package in one pass; memory does not grow with it.

    The codes are nowhere but in what is encrypted.
    """
    envelope = Envelope(out, contents.certificate.parsed)
    with ZipFile(envelope, "w", ZIP_DEFLATED, compresslevel=_EFFORT) as archive:
        digest = _write_list(archive, contents, codes)
        manifest = _manifest(contents, digest)
        archive.writestr(_entry(MANIFEST, contents), manifest)
        archive.writestr(_entry(SIGNATURE, contents), identity.signature_of(manifest))
    envelope.close()


def _write_list(archive: ZipFile, contents: PackageContents, codes: CodeBook) -> str:
    """Write the list, and return its SHA-256 in hexadecimal."""
    digest = sha256()
    long = contents.count > _LONG_LIST
    with archive.open(_entry(LIST, contents), "w", force_zip64=long) as entry:
        for chunk in rows(contents.tokens, contents.catalog_id, codes):
            digest.update(chunk)
            entry.write(chunk)
    return digest.hexdigest()


def _manifest(contents: PackageContents, digest: str) -> bytes:
    said = {
        "format": _FORMAT,
        "printJobId": str(contents.print_job_id),
        "billingAccountId": contents.account_id,
        "catalogId": contents.catalog_id,
        "quantity": contents.quantity,
        "count": contents.count,
        "sha256": digest,
        "createdOn": contents.created_on.isoformat().replace("+00:00", "Z"),
        "keyEpochs": contents.epochs,
    }
    return json.dumps(said, indent=2, ensure_ascii=False).encode() + b"\n"


def _entry(name: str, contents: PackageContents) -> ZipInfo:
    entry = ZipInfo(name, contents.created_on.timetuple()[:6])
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry
