"""The process that packs tokens for a billing account to print (REFERENCE, print job)."""

from collections.abc import Callable, Iterable

from tokens.domain.aggregate import Aggregate
from tokens.domain.errors import InvalidQuantityError
from tokens.domain.ids import AccountId, CatalogId, OrderId, PrintJobId, StreamId
from tokens.domain.lots.acting import RANGES_AN_EVENT, act_on, carve
from tokens.domain.lots.events import LotEvent, TokensReserved
from tokens.domain.lots.lot import Lot
from tokens.domain.messages import Event
from tokens.domain.ordering.events import CancelReason
from tokens.domain.printing import errors
from tokens.domain.printing.events import (
    PackageDeleted,
    PackageDownloaded,
    PrintJobCanceled,
    PrintJobCompleted,
    PrintJobFellShort,
    PrintJobQueued,
    PrintJobSpooled,
    TokensPrinted,
)
from tokens.domain.printing.package import Package
from tokens.domain.printing.spans import Span, Spans
from tokens.domain.printing.state import WITH_TOKENS, PrintJobState
from tokens.domain.token.token import Token

# A package is one message of AES-GCM, which ends at 64 GiB; a token takes some 50 bytes.
MAX_QUANTITY = 10**9
# Whole or in parts: a package of any size in parts of 48 MB.
MAX_DOWNLOADS = 1_000


def print_job_stream(print_job_id: PrintJobId) -> StreamId:
    """Name the stream of a print job."""
    return StreamId(f"print-job-{print_job_id}")


class PrintJob(Aggregate):
    """A print job: its tokens are reserved, packed, downloaded, and printed.

    The first download begins Printing: from then on codes are outside, and the tokens can
    be voided but never go back into circulation.
    """

    state: PrintJobState
    catalog_id: CatalogId
    account_id: AccountId
    quantity: int
    certificate: str

    def __init__(self, print_job_id: PrintJobId) -> None:
        super().__init__(print_job_stream(print_job_id))
        self.id = print_job_id
        self.shortage = 0
        self.reserved = Spans()
        self.printed = Spans()
        self.package: Package | None = None
        self.downloads = 0
        self.cancel_reason: CancelReason | None = None
        self._left_out = Spans()
        self._is_deleted = False

    @classmethod
    def queue(
        cls,
        print_job_id: PrintJobId,
        catalog_id: CatalogId,
        account_id: AccountId,
        quantity: int,
        certificate: str,
    ) -> "PrintJob":
        """Queue a print job.

        Raises: InvalidQuantityError unless 1 <= quantity <= 10**9.
        """
        if not 1 <= quantity <= MAX_QUANTITY:
            raise InvalidQuantityError(quantity, MAX_QUANTITY)
        print_job = cls(print_job_id)
        print_job._record(PrintJobQueued(catalog_id, account_id, quantity, certificate))
        return print_job

    @property
    def holder_id(self) -> OrderId:
        """The id that the tokens are reserved under, where those of an order have its id."""
        return OrderId(self.id)

    @property
    def is_waiting(self) -> bool:
        """The print job has not received its tokens yet."""
        return self.state is PrintJobState.QUEUED and not self.reserved.size

    @property
    def is_spooling(self) -> bool:
        """The print job has its tokens, and no package yet."""
        return self.state is PrintJobState.QUEUED and self.reserved.size > 0

    @property
    def package_length(self) -> int | None:
        """How many bytes the package has; None while there is none."""
        return self.package.length if self.package and not self._is_deleted else None

    @property
    def packed(self) -> Spans:
        """The tokens that are in the package."""
        return self.reserved - self._left_out

    def fulfill(self, stock: Iterable[Lot]) -> None:
        """Receive all tokens from the stock or, where it does not suffice, wait."""
        if not self.is_waiting:
            return
        taken = carve(stock, self.quantity)
        available = sum(lot.size for lot in taken)
        if available < self.quantity:
            self.note_stock(available)
            return
        self._act(taken, lambda token: token.reserve(self.holder_id, self.account_id))

    def note_stock(self, available: int) -> None:
        """Take note of a stock that does not suffice, if the shortage has changed."""
        shortage = self.quantity - available
        if self.is_waiting and shortage > 0 and shortage != self.shortage:
            self._record(PrintJobFellShort(shortage))

    def time_out(self) -> None:
        """End the print job if it still waits for stock."""
        if self.is_waiting:
            self._record(PrintJobCanceled(CancelReason.TIMED_OUT))

    def spool(self, package: Package, left_out: Iterable[Span]) -> None:
        """Take the package that was made."""
        if self.is_spooling:
            self._record(PrintJobSpooled(package, tuple(Spans(left_out))))

    def require_package(self) -> Package:
        """Return the package as long as it may be downloaded.

        Raises: TokensNotReadyForDownloadError, PackageGoneError.
        """
        if self.state is PrintJobState.QUEUED:
            raise errors.TokensNotReadyForDownloadError
        over = self.state in {PrintJobState.PRINTED, PrintJobState.CANCELED}
        if over or self._is_deleted or self.package is None:
            raise errors.PackageGoneError(self.state)
        return self.package

    def download(self, start: int, stop: int) -> None:
        """Hand bytes of the package out; the first time, printing begins.

        Raises: as require_package; TooManyDownloadsError after 1,000 times.
        """
        self.require_package()
        if self.downloads >= MAX_DOWNLOADS:
            raise errors.TooManyDownloadsError(MAX_DOWNLOADS)
        self._record(PackageDownloaded(start, stop))

    def print_tokens(self, spans: Iterable[Span]) -> None:
        """Note tokens as printed; the last ones complete the print job.

        Raises: PrintJobNotPrintingError, TokensNotInPrintJobError.
        """
        if self.state not in {PrintJobState.PRINTING, PrintJobState.PRINTED}:
            raise errors.PrintJobNotPrintingError(self.state)
        named = Spans(spans)
        if strange := (named - self.packed).size:
            raise errors.TokensNotInPrintJobError(strange)
        fresh = tuple(named - self.printed)
        for first in range(0, len(fresh), RANGES_AN_EVENT):
            self._record(TokensPrinted(fresh[first : first + RANGES_AN_EVENT]))
        if self.state is PrintJobState.PRINTING and self.printed == self.packed:
            self._record(PrintJobCompleted())

    def confirm(self) -> None:
        """Note all tokens as printed. Raises: PrintJobNotPrintingError."""
        self.print_tokens(self.packed)

    def cancel(self, held: Iterable[Lot], reason: CancelReason) -> None:
        """Give what is held back into circulation, and end the print job.

        Raises: PrintJobCancellationError, PrintJobAlreadyCompletedError.
        """
        if self.state is PrintJobState.PRINTING:
            raise errors.PrintJobCancellationError
        if self.state is PrintJobState.PRINTED:
            raise errors.PrintJobAlreadyCompletedError
        if self.state is not PrintJobState.CANCELED:
            self._act(held, lambda token: token.unreserve(self.holder_id))
            self._record(PrintJobCanceled(reason))

    def delete_package(self) -> None:
        """Note that the package exists no longer."""
        if self.package and not self._is_deleted:
            self._record(PackageDeleted())

    def activate(self, held: Iterable[Lot]) -> None:
        """Let the held tokens be redeemed. Raises: PrintJobNotReadyError."""
        self._require_tokens()
        self._act(held, lambda token: token.activate(self.account_id, self.holder_id))

    def void(self, held: Iterable[Lot], reason: str | None) -> None:
        """Make the held tokens worthless. Raises: PrintJobNotReadyError."""
        self._require_tokens()
        self._act(held, lambda token: token.void(reason))

    def _require_tokens(self) -> None:
        if self.state not in WITH_TOKENS:
            raise errors.PrintJobNotReadyError(self.state)

    def _act(self, lots: Iterable[Lot], act: Callable[[Token], None]) -> None:
        for event in act_on(lots, act):
            self._record(event)

    def _apply(self, event: Event) -> None:
        match event:
            case PrintJobQueued(catalog_id, account_id, quantity, certificate):
                self.state = PrintJobState.QUEUED
                self.catalog_id = catalog_id
                self.account_id = account_id
                self.quantity = quantity
                self.certificate = certificate
            case PrintJobFellShort(shortage):
                self.shortage = shortage
            case PrintJobSpooled(package, left_out):
                self.state = PrintJobState.READY_FOR_DOWNLOAD
                self.package = package
                self.certificate = package.certificate
                self._left_out = Spans(left_out)
            case PackageDownloaded():
                self.state = PrintJobState.PRINTING
                self.downloads += 1
            case TokensPrinted(spans):
                self.printed |= spans
            case PrintJobCompleted():
                self.state = PrintJobState.PRINTED
            case PrintJobCanceled(reason):
                self.state = PrintJobState.CANCELED
                self.shortage = 0
                self.cancel_reason = reason
            case PackageDeleted():
                self._is_deleted = True
            case LotEvent():
                self._apply_to_tokens(event)
            case _:
                raise TypeError(event)

    def _apply_to_tokens(self, event: LotEvent) -> None:
        if isinstance(event, TokensReserved):
            self.shortage = 0
            self.reserved |= (Span(*tokens[:3]) for tokens in event.ranges)
