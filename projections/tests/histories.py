"""Histories for tests: commands really executed, on the storage in memory."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from tokens.adapters.clocks import VirtualClock
from tokens.adapters.in_memory import InMemoryBackend
from tokens.adapters.in_memory_packages import well_known_packages
from tokens.application.bus import Bus
from tokens.application.looking import Lookup
from tokens.application.spooler import Spooler
from tokens.domain.errors import DomainError
from tokens.domain.ids import AccountId, CatalogId, MintRequestId, OrderId
from tokens.domain.lots.events import LotEvent
from tokens.domain.messages import Command
from tokens.domain.minting.commands import Mint, VoidMintRequest
from tokens.domain.ordering.commands import (
    ActivateOrder,
    CancelOrder,
    DeactivateOrder,
    PlaceOrder,
    ReturnOrder,
    VoidOrder,
)
from tokens.domain.ports import Origin, Recorded
from tokens.domain.token.commands import (
    ActivateToken,
    DeactivateToken,
    RedeemToken,
    VoidToken,
)
from tokens.domain.token.events import TokenDrawn, TokenMinted, TokenRedeemed
from tokens.domain.token.identifier import TokenId
from tokens.domain.token.token import Token, token_of_stream
from tokens.tests.workers import work_off

CARD = CatalogId("card")
GAME = CatalogId("game")
ITEMS = (CARD, GAME)
ACCOUNTS = (AccountId("northwind"), AccountId("fabrikam"))
ACTORS = ("shop", "kiosk")


class ListedLog:
    """A list of events as projections read it; the test may lengthen it."""

    def __init__(self, events: Sequence[Recorded]) -> None:
        self.events = list(events)

    def read(self, after: int, limit: int) -> Sequence[Recorded]:
        return [e for e in self.events if e.position > after][:limit]

    def safe_position(self) -> int:
        return self.events[-1].position if self.events else 0


@dataclass
class History:
    """A system in memory, and short names for what its tests do."""

    clock: VirtualClock = field(default_factory=VirtualClock)
    mints: int = 0
    orders: int = 0

    def __post_init__(self) -> None:
        self.backend = InMemoryBackend(self.clock)
        self.backend.catalog.items.update(dict.fromkeys(ITEMS, True))
        self.packages = well_known_packages(self.clock)
        self.bus = Bus(
            backend=self.backend,
            clock=self.clock,
            packages=self.packages,
            order_timeout=timedelta(days=1),
        )
        lookup = Lookup(self.backend)
        self.spooler = Spooler(self.bus, lookup, self.backend, self.packages, self.clock)

    @property
    def events(self) -> list[Recorded]:
        return self.backend.log.events

    @property
    def log(self) -> ListedLog:
        return ListedLog(self.events)

    def do(self, command: Command, actor: str = ACTORS[0]) -> None:
        """Execute a command and deliver all that follows; a refusal changes nothing."""
        with suppress(DomainError):
            self.bus.execute(command, Origin("test", actor=actor))
        work_off(self)

    def mint(self, quantity: int, item: CatalogId = CARD) -> MintRequestId:
        self.mints += 1
        self.do(Mint(mint_id(self.mints), item, quantity, None))
        return mint_id(self.mints)

    def order(
        self,
        quantity: int,
        account: AccountId = ACCOUNTS[0],
        item: CatalogId = CARD,
        *,
        activate: bool = True,
    ) -> OrderId:
        self.orders += 1
        key = order_id(self.orders)
        self.do(PlaceOrder(key, item, account, quantity, activate))
        return key

    def redeem(self, mint: MintRequestId, *numbers: int, actor: str = ACTORS[0]) -> None:
        for number in numbers:
            self.do(RedeemToken(TokenId(mint, number), account_id=AccountId("joe")), actor)


def mint_id(number: int) -> MintRequestId:
    return MintRequestId(UUID(int=number << 64))


def order_id(number: int) -> OrderId:
    return OrderId(UUID(int=number))


@dataclass
class Naive:
    """What a token is, told one by one: the model that projections are compared with."""

    token: Token
    redeemed_via: str | None = None


def naive(events: Sequence[Recorded]) -> dict[TokenId, Naive]:
    """Expand a history to one object a token."""
    found: dict[TokenId, Naive] = {}
    for recorded in events:
        for token_id in _tokens(recorded):
            match recorded.event:
                case LotEvent(TokenMinted(catalog_id)):
                    found[token_id] = Naive(Token.mint(token_id, catalog_id))
                case LotEvent(each):
                    found[token_id].token.apply(each)
                case TokenDrawn():
                    pass
                case event:
                    found[token_id].token.apply(event)
                    if isinstance(event, TokenRedeemed):
                        found[token_id].redeemed_via = recorded.origin.actor
    return found


def _tokens(recorded: Recorded) -> Iterator[TokenId]:
    if isinstance(recorded.event, LotEvent):
        for mint, start, stop, _ in recorded.event.ranges:
            yield from (TokenId(mint, n) for n in range(start, stop))
    elif token_id := token_of_stream(recorded.stream):
        yield token_id


def random_command(history: History, kind: int, which: int, number: int) -> Command:
    """Return one of the commands, about one of the tokens, orders or mint requests."""
    mint = mint_id(1 + which % max(history.mints, 1))
    order = order_id(1 + which % max(history.orders, 1))
    token = TokenId(mint, number)
    account = ACCOUNTS[number % 2]
    commands: list[Command] = [
        RedeemToken(token, account_id=AccountId("joe")),
        RedeemToken(token),
        ActivateToken(token, account_id=account),
        DeactivateToken(token),
        VoidToken(token),
        VoidToken(token, reason="broken", force=True),
        ActivateOrder(order),
        DeactivateOrder(order),
        ReturnOrder(order),
        VoidOrder(order),
        CancelOrder(order),
        VoidMintRequest(mint),
    ]
    return commands[kind % len(commands)]
