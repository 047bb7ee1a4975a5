"""`python -m benchmarks.packing N`: make a package of N tokens in a process of its own.

Prints JSON: the seconds that it took, on the clock and of a processor, and those of its floor;
the peak of the process's memory in MB; the package's length. The floor is what cannot be saved:
issuing the codes, and deflating text of as many bytes.
"""

import json
import os
import resource
import sys
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time
from typing import Final
from uuid import UUID

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from tokens.adapters.in_memory_key_ring import well_known_key_ring
from tokens.domain.codes.book import CodeBook
from tokens.domain.codes.bulk import CHUNK
from tokens.domain.ids import AccountId, CatalogId, MintRequestId, PrintJobId
from tokens.domain.packages.archive import write_package
from tokens.domain.packages.signature import SigningIdentity
from tokens.domain.ports import PackageContents, SerialRange
from tokens.domain.printing.certificate import Certificate
from tokens.domain.printing.spans import Span

_MINT = MintRequestId(UUID(int=7 << 64))
_CODES = CodeBook(well_known_key_ring())
_BYTES_A_ROW: Final = 80


class _Nowhere:
    """Counts what is written, and drops it."""

    length = 0

    def write(self, data: bytes) -> None:
        self.length += len(data)


def partner_certificate() -> str:
    """Return a certificate of a new RSA key, in PEM."""
    key, now = rsa.generate_private_key(65537, 3072), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "benchmark")])
    builder = x509.CertificateBuilder(name, name, key.public_key())
    dated = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(
        now + timedelta(days=1)
    )
    made = dated.serial_number(x509.random_serial_number()).sign(key, SHA256())
    return made.public_bytes(Encoding.PEM).decode()


def main(quantity: int) -> None:
    """Make one, and print what it cost."""
    now, out = datetime.now(UTC), _Nowhere()
    contents = PackageContents(
        PrintJobId(UUID(int=1)),
        AccountId("northwind"),
        CatalogId("game-card-10"),
        quantity,
        now,
        Certificate.parse(partner_certificate()),
        ((Span(_MINT, 0, quantity), SerialRange(_MINT, 0, 0, quantity)),),
    )
    identity = SigningIdentity.made(now)
    used = process_time()
    seconds = _seconds(lambda: write_package(out, contents, _CODES, identity))
    used = process_time() - used
    peak = _peak()
    floor = _seconds(lambda: _least(quantity))
    told = {"seconds": seconds, "processor": used, "floor": floor, "peak": peak}
    print(json.dumps(told | {"length": out.length}))


def _peak() -> float:
    """Return the most memory that this process has had, in MB."""
    status = Path("/proc/self/status")
    if status.exists():
        # getrusage would count what the parent had before this program began.
        lines = status.read_text().splitlines()
        return next(float(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1e3
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def _least(quantity: int) -> None:
    deflate = zlib.compressobj(1, zlib.DEFLATED, -15)
    text = os.urandom(CHUNK * _BYTES_A_ROW * 3 // 4).hex().encode()[: CHUNK * _BYTES_A_ROW]
    for first in range(0, quantity, CHUNK):
        _CODES.issue_range(0, first, min(CHUNK, quantity - first), _MINT)
        deflate.compress(text)


def _seconds(work: Callable[[], None]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began


if __name__ == "__main__":
    main(int(sys.argv[1]))
