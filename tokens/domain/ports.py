"""What the write side needs of the world, as roles; adapters say how."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol
from uuid import UUID

from tokens.domain.aggregate import Versioned
from tokens.domain.ids import CatalogId, MintRequestId, OrderId, StreamId
from tokens.domain.lots.lot import Lot
from tokens.domain.messages import Command, Event
from tokens.domain.token.identifier import TokenId


class Clock(Protocol):
    """The time."""

    def now(self) -> datetime:
        """Return the time in UTC."""
        ...


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an event or a message comes from.

    `correlation_id` is shared by all that one request caused, `causation_id` is the id of
    the command or event that caused this one, `actor` is who asked.
    """

    correlation_id: str
    causation_id: UUID | None = None
    actor: str | None = None


class NewEvent(NamedTuple):
    """An event to be recorded; its version is its place in its stream."""

    stream: StreamId
    version: int
    event: Event
    event_id: UUID
    origin: Origin


class Recorded(NamedTuple):
    """An event as the log has it; positions grow in the order of delivery, with holes."""

    position: int
    stream: StreamId
    version: int
    event: Event
    event_id: UUID
    origin: Origin
    recorded_on: datetime


class EventLog(Protocol):
    """The append-only log of all events."""

    def load(self, stream: StreamId) -> Sequence[Versioned]:
        """Return the events of a stream in order; none, if there is no such stream."""
        ...

    def load_many(self, streams: Iterable[StreamId]) -> Mapping[StreamId, Sequence[Versioned]]:
        """Return the events of several streams in order, by stream."""
        ...

    def append(self, events: Sequence[NewEvent]) -> int:
        """Record events and return the position of the last.

        Raises: ConcurrencyError where a (stream, version) is taken; nothing is recorded.
        """
        ...


class EventReader(Protocol):
    """The log as its readers see it: every committed event, once, in a fixed order."""

    def read(self, after: int, limit: int) -> Sequence[Recorded]:
        """Return up to `limit` events with position > `after`, in order of position."""
        ...


class TokenVault(Protocol):
    """The current lots; what it returns stays locked until the transaction ends."""

    def in_circulation(self, catalog_id: CatalogId, quantity: int) -> Sequence[Lot]:
        """Return lots in circulation of at least `quantity` tokens or, if short, all of them.

        Concurrent callers receive different lots as long as these suffice.
        """
        ...

    def stock(self, catalog_id: CatalogId) -> int:
        """Return how many tokens are in circulation now; nothing is locked."""
        ...

    def held_by(self, order_id: OrderId) -> Sequence[Lot]:
        """Return the lots of an order, split around the tokens drawn from them."""
        ...

    def minted_by(self, mint_request_id: MintRequestId) -> Sequence[Lot]:
        """Return the lots of a mint request, split around the tokens drawn from them."""
        ...

    def covering(self, token_ids: Collection[TokenId]) -> Mapping[TokenId, Lot]:
        """Return the lots that cover tokens; the lock admits others who ask the same.

        Tokens that no lot covers are left out.
        """
        ...

    def drawn_for(
        self, order_id: OrderId, after: TokenId | None, limit: int
    ) -> Sequence[TokenId]:
        """Return up to `limit` tokens that were once drawn from lots of an order, in order."""
        ...

    def drawn_of(
        self, mint_request_id: MintRequestId, after: TokenId | None, limit: int
    ) -> Sequence[TokenId]:
        """Return up to `limit` tokens of a mint request that were once drawn, in order."""
        ...

    def releasing(self, catalog_id: CatalogId) -> None:
        """Announce that stock of a catalog item will be released in this transaction.

        An order that finds stock short is seen by whoever releases some, or sees the stock.
        """
        ...

    def record(self, events: Sequence[NewEvent]) -> None:
        """Bring the lots to where the events of this transaction take them."""
        ...


@dataclass(frozen=True, slots=True)
class Envelope:
    """A command on its way; it is not delivered before `due`."""

    message_id: UUID
    command: Command
    origin: Origin
    due: datetime
    attempts: int = 0


class Outbox(Protocol):
    """Messages that are stored with the events of a transaction, and delivered after it."""

    def send(self, envelopes: Sequence[Envelope]) -> None:
        """Store messages."""
        ...


class DeadLetters(Protocol):
    """Messages that failed too often."""

    def replay(self, message_ids: Sequence[UUID]) -> int:
        """Send messages again, with all their attempts before them; return how many."""
        ...

    def discard(self, message_ids: Sequence[UUID]) -> int:
        """Drop messages for good; return how many."""
        ...


class WaitingList(Protocol):
    """The orders that wait for stock, by catalog item, in the order in which they came."""

    def add(self, catalog_id: CatalogId, order_id: OrderId, quantity: int) -> None:
        """Add an order at the end, unless it waits already."""
        ...

    def remove(self, order_id: OrderId) -> None:
        """Remove an order, if it waits."""
        ...

    def first(
        self, catalog_id: CatalogId, limit: int, available: int | None = None
    ) -> Sequence[OrderId]:
        """Return up to `limit` orders that wait for an item, first come first.

        With `available`: only orders of at most so many tokens.
        """
        ...


class SerialRange(NamedTuple):
    """The serials of a mint request's codes; `first` belongs to sequence number 0."""

    mint_request_id: MintRequestId
    epoch: int
    first: int
    quantity: int


class Serials(Protocol):
    """Disjoint ranges of the serial numbers that codes carry (DESIGN, section 5)."""

    def allocate(self, mint_request_id: MintRequestId, quantity: int) -> SerialRange:
        """Set serials aside; a request that does not fit opens the next epoch.

        Raises: SerialsExhaustedError when no epoch has room.
        """
        ...

    def of(self, mint_request_id: MintRequestId) -> SerialRange:
        """Return the serials of a mint request. Raises: KeyError."""
        ...

    def owner(self, epoch: int, serial: int) -> SerialRange | None:
        """Return the range that a serial lies in."""
        ...


class Catalog(Protocol):
    """The catalog items that tokens are minted of: reference data."""

    def is_active(self, catalog_id: CatalogId) -> bool | None:
        """Tell whether an item is active; None, if it does not exist."""
        ...


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
    def serials(self) -> Serials:
        """The serials of codes."""
        ...

    @property
    def catalog(self) -> Catalog:
        """The catalog items."""
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
        with are passed over.
        """
        ...

    def postpone(self, envelope: Envelope, due: datetime, error: BaseException) -> None:
        """Count a failed attempt, and deliver the message again at `due`."""
        ...

    def bury(self, envelope: Envelope, error: BaseException) -> None:
        """Move a message to the dead letters, where an operator finds it."""
        ...
