"""Packages behind Django's storages: files of a machine, or objects of a store."""

import secrets
from collections.abc import Callable, Iterator
from hashlib import sha256
from tempfile import TemporaryFile
from typing import IO, Final

from django.core.files import File
from django.core.files.storage import Storage

from tokens.domain.codes.book import CodeBook
from tokens.domain.ids import PrintJobId
from tokens.domain.packages.archive import write_package
from tokens.domain.packages.signature import SigningIdentity
from tokens.domain.ports import IsWanted, NotWantedError, PackageContents
from tokens.domain.printing.package import Package

_BLOCK: Final = 1 << 18
_ASKED_EVERY: Final = 16 << 20


class StoredPackages:
    """Makes packages in a file without a name, which is gone with the process, and stores them.

    Each attempt has a name of its own: one that nobody waits for any more, of a worker that
    had lost its connection, never replaces a package that was told of.
    """

    def __init__(
        self, storage: Storage, codes: CodeBook, identity: Callable[[], SigningIdentity]
    ) -> None:
        self._storage = storage
        self._codes = codes
        self._identity = identity

    def make(self, contents: PackageContents, is_wanted: IsWanted) -> Package:
        name = f"{contents.print_job_id}.{secrets.token_hex(8)}.cms"
        with TemporaryFile() as file:
            out = _Measured(file, is_wanted)
            write_package(out, contents, self._codes, self._identity())
            file.seek(0)
            stored = self._storage.save(name, File(file))
        thumbprint = contents.certificate.thumbprint
        return Package(stored, out.length, out.digest.hexdigest(), thumbprint, contents.count)

    def read(self, package: Package, start: int, stop: int) -> Iterator[bytes]:
        file = self._storage.open(package.name)
        file.seek(start)
        return _blocks(file, stop - start)

    def discard(self, package: Package) -> None:
        self._storage.delete(package.name)

    def delete(self, print_job_id: PrintJobId) -> None:
        for name in self._names():
            if name.startswith(f"{print_job_id}."):
                self._storage.delete(name)

    def _names(self) -> list[str]:
        try:
            _, names = self._storage.listdir("")
        except FileNotFoundError:
            # The directory comes with the first package.
            return []
        return names


class _Measured:
    """Passes bytes on as long as they are wanted; tells how many, and their SHA-256."""

    def __init__(self, file: IO[bytes], is_wanted: IsWanted) -> None:
        self._file = file
        self._is_wanted = is_wanted
        self.length = 0
        self.digest = sha256()

    def write(self, data: bytes) -> int:
        if self.length % _ASKED_EVERY + len(data) > _ASKED_EVERY and not self._is_wanted():
            raise NotWantedError
        self.length += len(data)
        self.digest.update(data)
        return self._file.write(data)


def _blocks(file: "File[bytes]", length: int) -> Iterator[bytes]:
    with file:
        while length > 0 and (block := file.read(min(_BLOCK, length))):
            length -= len(block)
            yield block
