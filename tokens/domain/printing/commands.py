"""Commands to a print job."""

from dataclasses import dataclass
from typing import ClassVar

from tokens.domain.ids import AccountId, CatalogId, PrintJobId, StreamId
from tokens.domain.messages import Command
from tokens.domain.printing.package import Package
from tokens.domain.printing.print_job import print_job_stream
from tokens.domain.printing.spans import Span


@dataclass(frozen=True, slots=True)
class PrintJobCommand(Command):
    """Base of all commands to a print job."""

    print_job_id: PrintJobId

    @property
    def recipient(self) -> StreamId:
        """The stream of the print job."""
        return print_job_stream(self.print_job_id)


@dataclass(frozen=True, slots=True)
class Print(PrintJobCommand):
    """Put a quantity of tokens of a catalog item into a package for a billing account."""

    catalog_id: CatalogId
    account_id: AccountId
    quantity: int


@dataclass(frozen=True, slots=True)
class ReserveForPrintJob(PrintJobCommand):
    """Reserve the tokens now, if there are enough."""


@dataclass(frozen=True, slots=True)
class TimeOutPrintJob(PrintJobCommand):
    """Cancel the print job if it still waits for stock."""


@dataclass(frozen=True, slots=True)
class SpoolPrintJob(PrintJobCommand):
    """Make the package; one at a time for each billing account."""

    is_slow: ClassVar[bool] = True

    account_id: AccountId | None = None


@dataclass(frozen=True, slots=True)
class TakePackage(PrintJobCommand):
    """Offer the tokens of `packed` in a package that was made, unless nobody waits for it."""

    package: Package
    packed: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class DownloadPackage(PrintJobCommand):
    """Note that the bytes `start <= position < stop` are about to be handed out."""

    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class DeletePackage(PrintJobCommand):
    """Delete the package, and what unfinished attempts at it have left."""


@dataclass(frozen=True, slots=True)
class ExpirePackage(PrintJobCommand):
    """The package has been kept for as long as packages are: delete it.

    A print job whose package nobody has downloaded by then is canceled.
    """


@dataclass(frozen=True, slots=True)
class PrintJobAction(PrintJobCommand):
    """Base of what clients do to a print job that is there."""

    expected_version: int | None = None


@dataclass(frozen=True, slots=True)
class PrintTokens(PrintJobAction):
    """Note tokens as printed."""

    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class ConfirmPrintJob(PrintJobAction):
    """Note all tokens as printed."""


@dataclass(frozen=True, slots=True)
class CancelPrintJob(PrintJobAction):
    """End the print job before its package leaves the house."""


@dataclass(frozen=True, slots=True)
class ActivatePrintJob(PrintJobAction):
    """Let the tokens of the print job be redeemed."""


@dataclass(frozen=True, slots=True)
class VoidPrintJob(PrintJobAction):
    """Make the tokens of the print job that are not redeemed worthless."""

    reason: str | None = None
