"""One transaction's worth of work: what handlers see, and what they leave behind."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import chain
from typing import Any
from uuid import UUID, uuid4

from tokens.application.repositories import Repository, Tokens
from tokens.domain.approving.approval import Approval
from tokens.domain.ids import ApprovalId, MintRequestId, OrderId, PrintJobId
from tokens.domain.messages import Command
from tokens.domain.minting.mint_request import MintRequest
from tokens.domain.ordering.order import Order
from tokens.domain.ports import Clock, Envelope, NewEvent, Origin, Packages, Transaction
from tokens.domain.printing.print_job import PrintJob
from tokens.domain.quarantine.quarantine import Quarantine, Subject


class Session:
    """The ports of a transaction as handlers ask for them, by attribute name."""

    def __init__(
        self,
        transaction: Transaction,
        *,
        clock: Clock,
        packages: Packages,
        order_timeout: timedelta,
        print_job_timeout: timedelta,
        package_retention: timedelta,
        dispatch: "Callable[[Command, Session], Any]",
    ) -> None:
        self.clock = clock
        self.packages = packages
        self.order_timeout = order_timeout
        self.print_job_timeout = print_job_timeout
        self.package_retention = package_retention
        self.vault = transaction.vault
        self.waiting = transaction.waiting
        self.serials = transaction.serials
        self.quarantines = transaction.quarantines
        self.catalog = transaction.catalog
        self.certificates = transaction.certificates
        self.orders: Repository[OrderId, Order] = Repository(Order, transaction.log)
        self.mint_requests: Repository[MintRequestId, MintRequest] = Repository(
            MintRequest, transaction.log
        )
        self.print_jobs: Repository[PrintJobId, PrintJob] = Repository(
            PrintJob, transaction.log
        )
        self.quarantine: Repository[Subject, Quarantine] = Repository(
            Quarantine, transaction.log
        )
        self.approvals: Repository[ApprovalId, Approval] = Repository(Approval, transaction.log)
        self.tokens = Tokens(transaction.log, transaction.vault)
        self._transaction = transaction
        self._dispatch = dispatch
        self._sent: list[tuple[Command, datetime]] = []
        self._events: list[NewEvent] = []
        self._envelopes: list[Envelope] = []

    def send(self, command: Command, due: datetime | None = None) -> None:
        """Send a command onward, to be delivered after this transaction, not before `due`."""
        self._sent.append((command, due or self.clock.now()))

    def execute(self, command: Command) -> Any:  # noqa: ANN401  # whatever the handler returns
        """Handle another command as part of this one."""
        return self._dispatch(command, self)

    def collect(self, cause: UUID, origin: Origin) -> tuple[list[NewEvent], list[Envelope]]:
        """Stamp what one handler recorded and sent, and keep it for `flush`."""
        stamp = Origin(origin.correlation_id, cause, origin.actor)
        events = [
            NewEvent(aggregate.stream, version, event, uuid4(), stamp)
            for aggregate, recorded in chain(
                self.tokens.pending(),
                self.orders.pending(),
                self.print_jobs.pending(),
                self.mint_requests.pending(),
                self.quarantine.pending(),
                self.approvals.pending(),
            )
            for version, event in recorded
        ]
        envelopes = [Envelope(uuid4(), command, stamp, due) for command, due in self._sent]
        self._sent = []
        self.vault.record(events)
        self._events += events
        self._envelopes += envelopes
        return events, envelopes

    def flush(self) -> int | None:
        """Write what was collected; return the position of the last event, if any."""
        if self._envelopes:
            self._transaction.outbox.send(self._envelopes)
        return self._transaction.log.append(self._events) if self._events else None
