"""The process that mints tokens, job by job (REFERENCE, mint request)."""

from collections.abc import Iterable
from enum import StrEnum

from tokens.domain.aggregate import Aggregate
from tokens.domain.errors import InvalidQuantityError
from tokens.domain.ids import AccountId, CatalogId, MintRequestId, StreamId
from tokens.domain.lots.acting import act_on
from tokens.domain.lots.events import LotEvent, TokensMinted
from tokens.domain.lots.lot import Lot
from tokens.domain.lots.ranges import TokenRange, merge
from tokens.domain.messages import Event
from tokens.domain.minting.errors import (
    MintRequestAlreadyCompletedError,
    MintRequestNotCompletedError,
)
from tokens.domain.minting.events import (
    MintCanceled,
    MintCanceling,
    Minted,
    MintJobFinished,
    MintJobStopped,
    MintRequested,
)
from tokens.domain.ports import Serials
from tokens.domain.token.events import TokenMinted
from tokens.domain.token.token import Token

MAX_QUANTITY = 2**40
"""A token's sequence number has 5 bytes."""
SMALLEST_JOB = 1_000_000
MOST_JOBS = 1_000
MOST_RUNS = 64
"""Jobs are struck in so many runs at most. A run's tokens are one lot: enough lots that
orders need not wait for each other, and few enough that a billion costs what a million does.
"""


class MintState(StrEnum):
    """Where a mint request is in its process."""

    STARTED = "Started"
    COMPLETED = "Completed"
    CANCELING = "Canceling"
    CANCELED = "Canceled"


def mint_request_stream(mint_request_id: MintRequestId) -> StreamId:
    """Name the stream of a mint request."""
    return StreamId(f"mint-request-{mint_request_id}")


class MintRequest(Aggregate):
    """A mint request: jobs are struck one by one, then all is released to circulation."""

    state: MintState
    catalog_id: CatalogId
    quantity: int
    account_id: AccountId | None
    job_size: int

    def __init__(self, mint_request_id: MintRequestId) -> None:
        super().__init__(mint_request_stream(mint_request_id))
        self.id = mint_request_id
        self.minted = 0
        self._jobs = 0
        self._open: set[int] = set()

    @classmethod
    def request(
        cls,
        mint_request_id: MintRequestId,
        catalog_id: CatalogId,
        quantity: int,
        account_id: AccountId | None,
        serials: Serials,
    ) -> "MintRequest":
        """Begin to mint, with serials set aside for the codes.

        Raises: InvalidQuantityError unless 1 <= quantity <= 2**40; SerialsExhaustedError.
        """
        if not 1 <= quantity <= MAX_QUANTITY:
            raise InvalidQuantityError(quantity, MAX_QUANTITY)
        mint_request = cls(mint_request_id)
        job_size = max(SMALLEST_JOB, -(-quantity // MOST_JOBS))
        _, epoch, first, _ = serials.allocate(mint_request_id, quantity)
        mint_request._record(
            MintRequested(catalog_id, quantity, account_id, job_size, epoch, first)
        )
        return mint_request

    @property
    def runs(self) -> list[tuple[int, int]]:
        """The runs `first <= job < stop` that have jobs neither finished nor stopped."""
        size = -(-self._jobs // MOST_RUNS)
        firsts = sorted({job // size * size for job in self._open})
        return [(first, min(first + size, self._jobs)) for first in firsts]

    def strike(self, first: int, stop: int) -> None:
        """Deposit the tokens of a run's jobs, but of those that are over.

        Nothing, if minting was canceled.
        """
        jobs = [job for job in range(first, stop) if job in self._open]
        if self.state is not MintState.STARTED or not jobs:
            return
        tokens = [self._tokens_of(job) for job in jobs]
        self._record(TokensMinted(TokenMinted(self.catalog_id), tuple(merge(tokens))))
        for job, struck in zip(jobs, tokens, strict=True):
            self._record(MintJobFinished(job, struck.size))

    def _tokens_of(self, job: int) -> TokenRange:
        start = job * self.job_size
        return TokenRange(self.id, start, min(start + self.job_size, self.quantity), 0)

    @property
    def is_ready(self) -> bool:
        """All jobs are finished, and nothing was released yet."""
        return self.state is MintState.STARTED and not self._open

    def release(self, minted: Iterable[Lot]) -> None:
        """Put everything that was minted into circulation."""
        self._record_all(act_on(minted, Token.circulate))
        self._record(Minted())

    def cancel(self) -> None:
        """Start no further job; nothing, if that was asked before."""
        if self.state is MintState.COMPLETED:
            raise MintRequestAlreadyCompletedError
        if self.state is MintState.STARTED:
            self._record(MintCanceling())

    def stop(self, first: int, stop: int) -> None:
        """Never start a run's jobs, but those that are over."""
        for job in range(first, stop):
            if self.state is MintState.CANCELING and job in self._open:
                self._record(MintJobStopped(job))

    @property
    def is_stopped(self) -> bool:
        """Minting was canceled and all jobs are over."""
        return self.state is MintState.CANCELING and not self._open

    def withdraw(self, minted: Iterable[Lot]) -> None:
        """Void what was minted before minting was canceled."""
        self._void(minted, "The mint request was canceled.")
        self._record(MintCanceled())

    def void(self, lots: Iterable[Lot], reason: str | None) -> None:
        """Make the tokens of whole lots worthless, when minting is over.

        Raises: MintRequestNotCompletedError.
        """
        if self.state in {MintState.STARTED, MintState.CANCELING}:
            raise MintRequestNotCompletedError(self.state)
        self._void(lots, reason)

    def _void(self, lots: Iterable[Lot], reason: str | None) -> None:
        self._record_all(act_on(lots, lambda token: token.void(reason)))

    def _record_all(self, events: Iterable[LotEvent]) -> None:
        for event in events:
            self._record(event)

    def _apply(self, event: Event) -> None:
        match event:
            case MintRequested(catalog_id, quantity, account_id, job_size):
                self.state = MintState.STARTED
                self.catalog_id = catalog_id
                self.quantity = quantity
                self.account_id = account_id
                self.job_size = job_size
                self._jobs = -(-quantity // job_size)
                self._open = set(range(self._jobs))
            case MintJobFinished(job, quantity):
                self._open.discard(job)
                self.minted += quantity
            case MintJobStopped(job):
                self._open.discard(job)
            case Minted():
                self.state = MintState.COMPLETED
            case MintCanceling():
                self.state = MintState.CANCELING
            case MintCanceled():
                self.state = MintState.CANCELED
            case LotEvent():
                pass
            case _:
                raise TypeError(event)
