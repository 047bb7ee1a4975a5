"""The package of a print job as content to be sent: each time it is, an event tells."""

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field

from api.odata.http.exchange import Exchange
from api.v1.commands import caller_of, execute
from api.v1.downloads import download
from tokens.bootstrap import application
from tokens.domain.ids import PrintJobId
from tokens.domain.printing.commands import DownloadPackage
from tokens.domain.printing.errors import PackageGoneError
from tokens.domain.printing.package import Package
from tokens.domain.printing.print_job import PrintJob

CONTENT_TYPE = "application/cms"
"""RFC 7193."""


@dataclass(frozen=True, slots=True)
class PackageContent:
    """A package; what is read of it counts as downloaded by the caller."""

    exchange: Exchange = field(repr=False)
    print_job_id: PrintJobId
    state: str
    package: Package

    @property
    def size(self) -> int:
        """The package's length."""
        return self.package.length

    def read(self, start: int, stop: int) -> Iterator[bytes]:
        """Return bytes, when the event that tells of them is committed.

        Raises: PackageGoneError; UnavailableError where too many are being sent.
        """
        client_id = caller_of(self.exchange).client_id
        return download(client_id, lambda: self._begin(start, stop))

    def _begin(self, start: int, stop: int) -> Iterator[bytes]:
        try:
            parts = application().packages.read(self.package, start, stop)
        except FileNotFoundError:
            raise PackageGoneError(self.state) from None
        execute(self.exchange, DownloadPackage(self.print_job_id, start, stop), PrintJob)
        return parts


def digest_header(package: Package) -> str:
    """Return the package's SHA-256 as Repr-Digest has it (RFC 9530)."""
    digest = b64encode(bytes.fromhex(package.sha256)).decode("ascii")
    return f"sha-256=:{digest}:"
