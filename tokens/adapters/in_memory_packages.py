"""Packages in memory: for domain scenarios."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO

from tokens.adapters.in_memory_key_ring import well_known_key_ring
from tokens.domain.codes.book import CodeBook
from tokens.domain.ids import PrintJobId
from tokens.domain.packages.archive import write_package
from tokens.domain.packages.signature import SigningIdentity
from tokens.domain.ports import Clock, IsWanted, NotWantedError, PackageContents
from tokens.domain.printing.package import Package


@dataclass
class InMemoryPackages:
    """Packages by name; each attempt has one of its own."""

    codes: CodeBook
    identity: SigningIdentity
    files: dict[str, bytes] = field(default_factory=dict)
    made: int = 0

    def make(self, contents: PackageContents, is_wanted: IsWanted) -> Package:
        if not is_wanted():
            raise NotWantedError
        out = BytesIO()
        write_package(out, contents, self.codes, self.identity)
        content = out.getvalue()
        self.made += 1
        name = f"{contents.print_job_id}.{self.made}"
        self.files[name] = content
        digest = sha256(content).hexdigest()
        thumbprint = contents.certificate.thumbprint
        return Package(name, len(content), digest, thumbprint, contents.count)

    def read(self, package: Package, start: int, stop: int) -> Iterator[bytes]:
        if package.name not in self.files:
            raise FileNotFoundError(package.name)
        return iter([self.files[package.name][start:stop]])

    def discard(self, package: Package) -> None:
        self.files.pop(package.name, None)

    def delete(self, print_job_id: PrintJobId) -> None:
        for name in list(self.files):
            if name.startswith(f"{print_job_id}."):
                del self.files[name]


def well_known_packages(clock: Clock) -> InMemoryPackages:
    """Return a place for packages whose codes are of published keys: for tests alone."""
    codes = CodeBook(well_known_key_ring())
    return InMemoryPackages(codes, SigningIdentity.made(clock.now()))
