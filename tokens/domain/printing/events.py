"""What happens to a print job; the lot events that it causes stand in the same stream."""

from dataclasses import dataclass

from tokens.domain.ids import AccountId, CatalogId
from tokens.domain.messages import Event
from tokens.domain.ordering.events import CancelReason
from tokens.domain.printing.package import Package
from tokens.domain.printing.spans import Span


@dataclass(frozen=True, slots=True)
class PrintJobQueued(Event):
    """A billing account wants `quantity` tokens of a catalog item in a package.

    `certificate` is the thumbprint of the account's current one.
    """

    catalog_id: CatalogId
    account_id: AccountId
    quantity: int
    certificate: str


@dataclass(frozen=True, slots=True)
class PrintJobFellShort(Event):
    """Stock is `shortage` tokens short of the print job."""

    shortage: int


@dataclass(frozen=True, slots=True)
class PrintJobSpooled(Event):
    """The package is made; tokens that had become worthless meanwhile were left out."""

    package: Package
    left_out: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class PackageDownloaded(Event):
    """The bytes `start <= position < stop` of the package were handed to the event's actor."""

    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class TokensPrinted(Event):
    """The partner says that these tokens are printed."""

    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class PrintJobCompleted(Event):
    """All tokens are printed."""


@dataclass(frozen=True, slots=True)
class PrintJobCanceled(Event):
    """The print job ended before its package left the house; its tokens are stock again."""

    reason: CancelReason


@dataclass(frozen=True, slots=True)
class PackageDeleted(Event):
    """The package exists no longer."""
