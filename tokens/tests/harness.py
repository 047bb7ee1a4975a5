"""The application on either storage, with a clock that tests move and messages they deliver."""

from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.core.files.storage import FileSystemStorage

from tokens.adapters.clocks import VirtualClock
from tokens.adapters.file_key_ring import FileKeyRing
from tokens.adapters.in_memory import InMemoryBackend
from tokens.adapters.in_memory_key_ring import InMemoryKeyRing, well_known_key_ring
from tokens.adapters.in_memory_packages import well_known_packages
from tokens.adapters.postgres.backend import PostgresBackend
from tokens.adapters.postgres.certificates import keep_certificate
from tokens.adapters.postgres.database import rows
from tokens.adapters.postgres.dead_letters import PostgresDeadLetters
from tokens.adapters.postgres.lot_sql import COLUMNS
from tokens.adapters.postgres.serials import PostgresSerials
from tokens.adapters.postgres.vault import lot_of_row
from tokens.adapters.stored_packages import StoredPackages
from tokens.bootstrap import build
from tokens.domain.codes.book import CodeBook
from tokens.domain.ids import AccountId, CatalogId, MintRequestId, OrderId, PrintJobId
from tokens.domain.lots.lot import Lot
from tokens.domain.messages import Command
from tokens.domain.minting.commands import Mint
from tokens.domain.ordering.commands import PlaceOrder
from tokens.domain.packages.signature import SigningIdentity
from tokens.domain.ports import Origin
from tokens.domain.printing.certificate import Certificate
from tokens.domain.printing.commands import Print
from tokens.domain.token.identifier import TokenId
from tokens.models import CatalogItem
from tokens.tests.partners import P384, RSA
from tokens.tests.workers import work_off

NORTHWIND = AccountId("northwind")
FABRIKAM = AccountId("fabrikam")
PARTNERS = {NORTHWIND: RSA, FABRIKAM: P384}


class Harness:
    """One application with a catalog item of its own."""

    def __init__(self, backend, dead_letters, serials, clock, keys, packages) -> None:
        self.clock = clock
        self.backend = backend
        self.keys = keys
        self.packages = packages
        self.application = build(
            backend=backend,
            dead_letters=dead_letters,
            serials=serials,
            codes=CodeBook(keys),
            packages=packages,
            clock=clock,
        )
        self.bus = self.application.bus
        self.spooler = self.application.spooler
        self.item = CatalogId(f"item-{uuid4().hex[:8]}")

    def execute(self, command: Command, correlation_id: str = "test"):
        return self.bus.execute(command, Origin(correlation_id, None, "tester")).result

    def deliver(self) -> int:
        return work_off(self)

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

    def print(self, quantity: int, account: AccountId = NORTHWIND) -> PrintJobId:
        """A print job of an account with a certificate."""
        self.certify(account)
        print_job_id = PrintJobId(uuid4())
        self.run(Print(print_job_id, self.item, account, quantity))
        return print_job_id

    def certify(self, account: AccountId, certificate: Certificate | None = None) -> None:
        """Give an account a current certificate."""
        raise NotImplementedError

    def get_print_job(self, print_job_id: PrintJobId):
        with self.backend.transaction() as transaction:
            return self.bus._session(transaction).print_jobs.get(print_job_id)

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
        keys = well_known_key_ring()
        packages = well_known_packages(clock)
        super().__init__(backend, backend.outbox, backend.serials, clock, keys, packages)
        backend.catalog.items[self.item] = True

    def certify(self, account: AccountId, certificate: Certificate | None = None) -> None:
        self.backend.certificates.items[account] = certificate or PARTNERS[account].certificate

    def package_names(self) -> list[str]:
        return sorted(self.packages.files)

    def lots(self) -> list[Lot]:
        return list(self.backend.vault.book)

    def dead_letters(self) -> list[str]:
        return [type(envelope.command).__name__ for envelope, _ in self.backend.outbox.dead]


class PostgresHarness(Harness):
    def __init__(self) -> None:
        clock = VirtualClock()
        # The keys of the process's application, since the database remembers whose they are;
        # in memory, since an epoch that a test opens must not outlive it.
        ring = FileKeyRing(settings.CONTOSO_KEY_RING)
        keys = InMemoryKeyRing({epoch: ring.master_key(epoch) for epoch in ring.epochs()})
        serials = PostgresSerials(keys)
        backend = PostgresBackend(
            clock,
            serials,
            on_events=lambda: None,
            on_messages=lambda: None,
            on_slow_messages=lambda: None,
        )
        # Files are not undone as rows are, so each has a place of its own.
        self.storage = FileSystemStorage(settings.CONTOSO_HOME / "packages" / uuid4().hex)
        identity = SigningIdentity.made(clock.now())
        packages = StoredPackages(self.storage, CodeBook(keys), lambda: identity)
        dead_letters = PostgresDeadLetters(lambda: None)
        super().__init__(backend, dead_letters, serials, clock, keys, packages)
        CatalogItem.objects.create(id=self.item, name="An item")

    def certify(self, account: AccountId, certificate: Certificate | None = None) -> None:
        keep_certificate(
            certificate or PARTNERS[account].certificate, account, self.clock.now(), "tester"
        )

    def package_names(self) -> list[str]:
        return sorted(self.packages._names())

    def lots(self) -> list[Lot]:
        found = rows(
            f"SELECT {COLUMNS} FROM tokens_lot WHERE catalog_id = %s",  # noqa: S608  # constant
            [self.item],
        )
        return sorted(lot_of_row(row) for row in found)

    def dead_letters(self) -> list[str]:
        return [kind for (kind,) in rows("SELECT type FROM tokens_deadletter")]
