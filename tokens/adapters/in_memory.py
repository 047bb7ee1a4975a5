"""The storage in memory: for domain scenarios, and as the model that PostgreSQL must match."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self
from uuid import UUID

from tokens.adapters.in_memory_vault import InMemoryVault
from tokens.domain.aggregate import Versioned
from tokens.domain.codes.key_ring import EpochsExhaustedError
from tokens.domain.errors import ConcurrencyError
from tokens.domain.ids import AccountId, CatalogId, MintRequestId, OrderId, StreamId
from tokens.domain.lots.book import LotBook
from tokens.domain.minting.errors import SerialsExhaustedError
from tokens.domain.ports import Clock, Envelope, NewEvent, Recorded, SerialRange
from tokens.domain.printing.certificate import Certificate
from tokens.domain.quarantine.quarantine import Subject

SERIALS_PER_EPOCH = 2**40
EPOCHS = 32


@dataclass
class InMemoryLog:
    """The log as lists."""

    clock: Clock
    events: list[Recorded] = field(default_factory=list)
    streams: dict[StreamId, list[Versioned]] = field(default_factory=lambda: defaultdict(list))

    def load(self, stream: StreamId) -> Sequence[Versioned]:
        return list(self.streams.get(stream, ()))

    def load_many(self, streams: Iterable[StreamId]) -> Mapping[StreamId, Sequence[Versioned]]:
        return {stream: self.load(stream) for stream in streams if stream in self.streams}

    def append(self, events: Sequence[NewEvent]) -> int:
        for new in events:
            stream = self.streams[new.stream]
            if stream and stream[-1].version >= new.version:
                raise ConcurrencyError(new.stream, new.version, stream[-1].version)
            stream.append(Versioned(new.version, new.event))
            position = len(self.events) + 1
            self.events.append(Recorded(position, *new, self.clock.now()))
        return len(self.events)

    def read(self, after: int, limit: int) -> Sequence[Recorded]:
        return self.events[after : after + limit]


@dataclass
class InMemoryOutbox:
    """Messages as a list, in the order of sending, and the dead letters."""

    waiting: list[Envelope] = field(default_factory=list)
    dead: list[tuple[Envelope, BaseException]] = field(default_factory=list)

    def send(self, envelopes: Sequence[Envelope]) -> None:
        self.waiting += envelopes

    def replay(self, message_ids: Sequence[UUID]) -> int:
        risen = [replace(e, attempts=0) for e, _ in self.dead if e.message_id in message_ids]
        self.waiting += risen
        return self.discard(message_ids)

    def discard(self, message_ids: Sequence[UUID]) -> int:
        before = len(self.dead)
        self.dead = [entry for entry in self.dead if entry[0].message_id not in message_ids]
        return before - len(self.dead)

    def claim(self, now: datetime, limit: int) -> list[Envelope]:
        due = [e for e in self._due(now) if not e.command.is_slow]
        claimed = [e for e in due if e.command.recipient == due[0].command.recipient][:limit]
        self.waiting = [e for e in self.waiting if e not in claimed]
        return claimed

    def slow(self, now: datetime) -> Envelope | None:
        return next((e for e in self._due(now) if e.command.is_slow), None)

    def drop(self, message_id: UUID) -> None:
        self.waiting = [e for e in self.waiting if e.message_id != message_id]

    def _due(self, now: datetime) -> list[Envelope]:
        return sorted((e for e in self.waiting if e.due <= now), key=lambda e: e.due)


@dataclass
class InMemoryWaitingList:
    """Waiting orders as a list, in the order in which they came."""

    entries: list[tuple[CatalogId, OrderId, int]] = field(default_factory=list)

    def add(self, catalog_id: CatalogId, order_id: OrderId, quantity: int) -> None:
        if all(order_id != known for _, known, _ in self.entries):
            self.entries.append((catalog_id, order_id, quantity))

    def remove(self, order_id: OrderId) -> None:
        self.entries = [entry for entry in self.entries if entry[1] != order_id]

    def first(
        self, catalog_id: CatalogId, limit: int, available: int | None = None
    ) -> Sequence[OrderId]:
        return [
            order_id
            for item, order_id, quantity in self.entries
            if item == catalog_id and (available is None or quantity <= available)
        ][:limit]


@dataclass
class InMemorySerials:
    """Ranges of serials as a list."""

    ranges: list[SerialRange] = field(default_factory=list)
    epoch: int = 0

    def allocate(self, mint_request_id: MintRequestId, quantity: int) -> SerialRange:
        first = sum(known.quantity for known in self.ranges if known.epoch == self.epoch)
        epoch = self.epoch
        if first + quantity > SERIALS_PER_EPOCH:
            epoch, first = epoch + 1, 0
        if epoch >= EPOCHS:
            raise SerialsExhaustedError(quantity)
        self.epoch = epoch
        self.ranges.append(SerialRange(mint_request_id, epoch, first, quantity))
        return self.ranges[-1]

    def leave(self, epoch: int) -> bool:
        known = epoch <= self.epoch
        self.epoch = max(self.epoch, epoch + 1) if known else self.epoch
        return known

    def rotate(self, after: int | None = None) -> int:
        if after is not None and self.epoch > after:
            return self.epoch
        if self.epoch + 1 >= EPOCHS:
            raise EpochsExhaustedError
        self.epoch += 1
        return self.epoch

    def of(self, mint_request_id: MintRequestId) -> SerialRange:
        for found in self.ranges:
            if found.mint_request_id == mint_request_id:
                return found
        raise KeyError(mint_request_id)

    def owner(self, epoch: int, serial: int) -> SerialRange | None:
        for found in self.ranges:
            if found.epoch == epoch and 0 <= serial - found.first < found.quantity:
                return found
        return None


@dataclass
class InMemoryQuarantines:
    """Subjects that are held, as a set."""

    serials: InMemorySerials
    held: set[Subject] = field(default_factory=set)

    def begin(self, subject: Subject) -> None:
        self.held.add(subject)

    def release(self, subject: Subject) -> None:
        self.held.discard(subject)

    def hold(self, mint_request_id: MintRequestId) -> bool:
        epoch = self.serials.of(mint_request_id).epoch
        return not self.held.isdisjoint({Subject(mint_request_id), Subject(epoch=epoch)})


@dataclass
class InMemoryCatalog:
    """Catalog items: whether they are active, by id."""

    items: dict[str, bool] = field(default_factory=dict)

    def is_active(self, catalog_id: CatalogId) -> bool | None:
        return self.items.get(catalog_id)


@dataclass
class InMemoryCertificates:
    """The current certificates, by billing account."""

    items: dict[AccountId, Certificate] = field(default_factory=dict)

    def current(self, account_id: AccountId) -> Certificate | None:
        return self.items.get(account_id)


class InMemoryBackend:
    """One storage for one process and one thread; transactions are undone by copies."""

    def __init__(self, clock: Clock) -> None:
        self.log = InMemoryLog(clock)
        self.outbox = InMemoryOutbox()
        self.waiting = InMemoryWaitingList()
        self.serials = InMemorySerials()
        self.quarantines = InMemoryQuarantines(self.serials)
        self.catalog = InMemoryCatalog()
        self.certificates = InMemoryCertificates()
        self.vault = InMemoryVault(self.log.streams)

    @contextmanager
    def transaction(self, *, guess: bool = False) -> Iterator[Self]:
        del guess
        streams = {stream: list(events) for stream, events in self.log.streams.items()}
        events, lots = len(self.log.events), list(self.vault.book)
        outbox, waiting = list(self.outbox.waiting), list(self.waiting.entries)
        serials, epoch = list(self.serials.ranges), self.serials.epoch
        held = set(self.quarantines.held)
        try:
            yield self
        except BaseException:
            self.log.streams.clear()
            self.log.streams.update(streams)
            del self.log.events[events:]
            self.vault.book = LotBook(lots)
            self.outbox.waiting, self.waiting.entries = outbox, waiting
            self.serials.ranges, self.serials.epoch = serials, epoch
            self.quarantines.held = held
            raise

    def claim(self, now: datetime, limit: int) -> Sequence[Envelope]:
        return self.outbox.claim(now, limit)

    def hold_slow(self, now: datetime) -> AbstractContextManager[Envelope | None]:
        return nullcontext(self.outbox.slow(now))

    def settle(self, envelope: Envelope) -> None:
        self.outbox.drop(envelope.message_id)

    def postpone(self, envelope: Envelope, due: datetime, error: BaseException) -> None:
        del error
        attempt = replace(envelope, due=due, attempts=envelope.attempts + 1)
        self.outbox.waiting = [
            attempt if e.message_id == envelope.message_id else e for e in self.outbox.waiting
        ]

    def bury(self, envelope: Envelope, error: BaseException) -> None:
        self.outbox.drop(envelope.message_id)
        self.outbox.dead.append((envelope, error))
