"""What print jobs need: the certificates of partners, and a place for packages."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from tokens.domain.ids import AccountId, CatalogId, PrintJobId
from tokens.domain.ports.reference import SerialRange
from tokens.domain.printing.certificate import Certificate
from tokens.domain.printing.package import Package
from tokens.domain.printing.spans import Span


@dataclass(frozen=True, slots=True)
class PackageContents:
    """What a package is to be made of; each span comes with the serials of its codes."""

    print_job_id: PrintJobId
    account_id: AccountId
    catalog_id: CatalogId
    quantity: int
    created_on: datetime
    certificate: Certificate
    tokens: tuple[tuple[Span, SerialRange], ...] = field(repr=False)

    @property
    def count(self) -> int:
        """How many tokens will be in the package."""
        return sum(span.size for span, _ in self.tokens)

    @property
    def packed(self) -> tuple[Span, ...]:
        """The tokens that will be in the package."""
        return tuple(span for span, _ in self.tokens)

    @property
    def epochs(self) -> list[int]:
        """The key epochs that the codes are of, ascending."""
        return sorted({serials.epoch for _, serials in self.tokens})


class Certificates(Protocol):
    """The certificates of billing accounts; one of each is current."""

    def current(self, account_id: AccountId) -> Certificate | None:
        """Return the current certificate, valid or not; None where there is none."""
        ...


IsWanted = Callable[[], bool]
"""Asked from time to time while a package is being made."""


class NotWantedError(Exception):
    """Nobody waits for the package any more; it was given up."""


class Packages(Protocol):
    """Makes packages, and keeps them until they are deleted."""

    def make(self, contents: PackageContents, is_wanted: IsWanted) -> Package:
        """Make a package, under a name that no other ever had.

        Nobody sees the package before its name is told; memory does not grow with it.

        Raises: NotWantedError, seconds after it is not wanted any more.
        """
        ...

    def read(self, package: Package, start: int, stop: int) -> Iterator[bytes]:
        """Return the bytes `start <= position < stop`, to be read in parts.

        Raises at once: FileNotFoundError, if the package is deleted.
        """
        ...

    def discard(self, package: Package) -> None:
        """Delete one package, if it is there."""
        ...

    def delete(self, print_job_id: PrintJobId) -> None:
        """Delete whatever there is of a print job."""
        ...
