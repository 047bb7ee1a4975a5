"""The application on either storage, with a clock that tests move and messages they deliver."""

from datetime import timedelta
from uuid import uuid4

from tokens.adapters.clocks import VirtualClock
from tokens.adapters.in_memory import InMemoryBackend
from tokens.adapters.in_memory_key_ring import well_known_key_ring
from tokens.adapters.postgres.backend import PostgresBackend
from tokens.adapters.postgres.database import rows
from tokens.adapters.postgres.dead_letters import PostgresDeadLetters
from tokens.adapters.postgres.lot_sql import COLUMNS
from tokens.adapters.postgres.serials import PostgresSerials
from tokens.adapters.postgres.vault import lot_of_row
from tokens.bootstrap import build
from tokens.domain.ids import AccountId, CatalogId, MintRequestId, OrderId
from tokens.domain.lots.lot import Lot
from tokens.domain.messages import Command
from tokens.domain.minting.commands import Mint
from tokens.domain.ordering.commands import PlaceOrder
from tokens.domain.ports import Origin
from tokens.domain.token.identifier import TokenId
from tokens.models import CatalogItem

NORTHWIND = AccountId("northwind")
FABRIKAM = AccountId("fabrikam")


class Harness:
    """One application with a catalog item of its own."""

    def __init__(self, backend, dead_letters, serials, clock, keys) -> None:
        self.clock = clock
        self.backend = backend
        self.application = build(
            backend=backend,
            dead_letters=dead_letters,
            serials=serials,
            key_ring=keys,
            clock=clock,
        )
        self.bus = self.application.bus
        self.item = CatalogId(f"item-{uuid4().hex[:8]}")

    def execute(self, command: Command, correlation_id: str = "test"):
        return self.bus.execute(command, Origin(correlation_id, None, "tester")).result

    def deliver(self) -> int:
        delivered = 0
        while count := self.bus.deliver():
            delivered += count
        return delivered

    def run(self, *commands: Command) -> None:
        for command in commands:
            self.execute(command)
        self.deliver()

    def advance(self, by: timedelta) -> None:
        self.clock.advance(by)
        self.deliver()

    def mint(self, quantity: int) -> MintRequestId:
        mint_request_id = MintRequestId(uuid4())
        self.run(Mint(mint_request_id, self.item, quantity))
        return mint_request_id

    def order(self, quantity: int, account: AccountId = NORTHWIND, **options) -> OrderId:
        order_id = OrderId(uuid4())
        self.run(PlaceOrder(order_id, self.item, account, quantity, **options))
        return order_id

    def token(self, mint_request_id: MintRequestId, sequence: int):
        """The token as the next command would find it, and nothing else."""
        with self.backend.transaction() as transaction:
            session = self.bus._session(transaction)
            return session.tokens.get(TokenId(mint_request_id, sequence))

    def states(self, mint_request_id: MintRequestId, quantity: int) -> list[str]:
        return [self.token(mint_request_id, n).state.value for n in range(quantity)]

    def get_order(self, order_id: OrderId):
        with self.backend.transaction() as transaction:
            return self.bus._session(transaction).orders.get(order_id)

    def get_mint_request(self, mint_request_id: MintRequestId):
        with self.backend.transaction() as transaction:
            return self.bus._session(transaction).mint_requests.get(mint_request_id)

    def events(self, stream: str) -> list[str]:
        with self.backend.transaction() as transaction:
            return [type(event).__name__ for _, event in transaction.log.load(stream)]


class InMemoryHarness(Harness):
    def __init__(self) -> None:
        clock = VirtualClock()
        backend = InMemoryBackend(clock)
        super().__init__(backend, backend.outbox, backend.serials, clock, well_known_key_ring())
        backend.catalog.items[self.item] = True

    def lots(self) -> list[Lot]:
        return list(self.backend.vault.book)

    def dead_letters(self) -> list[str]:
        return [type(envelope.command).__name__ for envelope, _ in self.backend.outbox.dead]


class PostgresHarness(Harness):
    def __init__(self) -> None:
        clock = VirtualClock()
        keys = well_known_key_ring()
        serials = PostgresSerials(keys)
        backend = PostgresBackend(
            clock, serials, on_events=lambda: None, on_messages=lambda: None
        )
        super().__init__(backend, PostgresDeadLetters(lambda: None), serials, clock, keys)
        CatalogItem.objects.create(id=self.item, name="An item")

    def lots(self) -> list[Lot]:
        found = rows(
            f"SELECT {COLUMNS} FROM tokens_lot WHERE catalog_id = %s",  # noqa: S608  # constant
            [self.item],
        )
        return sorted(lot_of_row(row) for row in found)

    def dead_letters(self) -> list[str]:
        return [kind for (kind,) in rows("SELECT type FROM tokens_deadletter")]
