"""Storage as a whole: transactions, and the messages that are due."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from tokens.domain.ports.events import EventLog
from tokens.domain.ports.messages import Envelope, Outbox
from tokens.domain.ports.printing import Certificates
from tokens.domain.ports.quarantine import Quarantines
from tokens.domain.ports.reference import Catalog, Serials
from tokens.domain.ports.vault import TokenVault, WaitingList


class Transaction(Protocol):
    """The ports within one transaction: all of it happens, or nothing."""

    @property
    def log(self) -> EventLog:
        """The log."""
        ...

    @property
    def vault(self) -> TokenVault:
        """The vault."""
        ...

    @property
    def outbox(self) -> Outbox:
        """The messages to be sent."""
        ...

    @property
    def waiting(self) -> WaitingList:
        """The orders that wait."""
        ...

    @property
    def quarantines(self) -> Quarantines:
        """What may not be redeemed."""
        ...

    @property
    def serials(self) -> Serials:
        """The serials of codes."""
        ...

    @property
    def catalog(self) -> Catalog:
        """The catalog items."""
        ...

    @property
    def certificates(self) -> Certificates:
        """The certificates of billing accounts."""
        ...


class Backend(Protocol):
    """Storage: opens transactions, and hands out messages that are due."""

    def transaction(self, *, guess: bool = False) -> AbstractContextManager[Transaction]:
        """Open a transaction: committed at the end of the block, or undone by an error.

        With `guess`, single tokens may be told from memory, and nothing but tokens may be
        used. If events come of it, appending them proves that they were right, or fails;
        refusals, and that there is nothing to do, mean nothing yet.

        Raises at any time: ConcurrencyError; the whole may be tried again, without a guess.
        """
        ...

    def claim(self, now: datetime, limit: int) -> Sequence[Envelope]:
        """Take messages that are due, all for one recipient, within the open transaction.

        They are back where they were if it is undone. Recipients that others are busy
        with are passed over, and slow messages left to `hold_slow`.
        """
        ...

    def hold_slow(self, now: datetime) -> AbstractContextManager[Envelope | None]:
        """Keep a slow message that is due from others until the end of the block.

        It stays where it is, and no transaction is open: nothing waits for the holder. None
        where there is no such message that nobody else holds.
        """
        ...

    def settle(self, envelope: Envelope) -> None:
        """Drop a message that was held and has been dealt with."""
        ...

    def postpone(self, envelope: Envelope, due: datetime, error: BaseException) -> None:
        """Count a failed attempt, and deliver the message again at `due`."""
        ...

    def bury(self, envelope: Envelope, error: BaseException) -> None:
        """Move a message to the dead letters, where an operator finds it."""
        ...
