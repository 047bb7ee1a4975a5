"""The vault on PostgreSQL: lots are loaded locked, moved in memory and written back."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from tokens.adapters.postgres import lot_sql as sql
from tokens.adapters.postgres.database import ORDER_OF_STOCK, execute, lock_key, rows
from tokens.adapters.postgres.lot_locks import HELD, MINTED, lock_every
from tokens.adapters.postgres.remembered_lots import RememberedLots
from tokens.adapters.postgres.stock import take_stock
from tokens.domain.errors import ConcurrencyError
from tokens.domain.ids import CatalogId, MintRequestId, OrderId
from tokens.domain.lots.book import LotBook
from tokens.domain.lots.events import LotEvent
from tokens.domain.lots.lot import Lot
from tokens.domain.ports import NewEvent
from tokens.domain.token.identifier import TokenId
from tokens.domain.token.state import Facts, TokenState
from tokens.domain.token.token import token_of_stream, token_stream

LOOKS = 10
"""So often lots that are changing hands are looked for, then others are let go first."""


class PostgresTokenVault:
    """The lots that one transaction has loaded, and what its events make of them."""

    def __init__(self, remembered: RememberedLots) -> None:
        self._remembered = remembered
        self._forget()

    def in_circulation(self, catalog_id: CatalogId, quantity: int) -> Sequence[Lot]:
        self.flush()
        return self._load(take_stock(catalog_id, quantity))

    def stock(self, catalog_id: CatalogId) -> int:
        self.flush()
        ((size,),) = rows(sql.STOCK, [catalog_id])
        return int(size)

    def held_by(self, order_id: OrderId) -> Sequence[Lot]:
        self.flush()
        return self._split(self._load(lock_every(HELD, order_id)))

    def minted_by(self, mint_request_id: MintRequestId) -> Sequence[Lot]:
        self.flush()
        return self._split(self._load(lock_every(MINTED, mint_request_id)))

    def covering(self, token_ids: Collection[TokenId]) -> Mapping[TokenId, Lot]:
        self.flush()
        found: dict[TokenId, Lot] = {}
        missing = list(token_ids)
        # While a statement waits, or between two, a lot may change hands: what covers the
        # token then is a row that the statement did not see, so they look again.
        for _ in range(LOOKS):
            for state in sql.COVERING_LOCKED:
                self._load(_covering(state, missing))
                found |= self._covered(missing)
                missing = [token_id for token_id in missing if token_id not in found]
                if not missing:
                    return found
            if not rows(sql.COVERING, _numbers(missing)):
                return found
        raise ConcurrencyError(token_stream(missing[0]), 0)

    def look_up(self, token_id: TokenId) -> Lot | None:
        self.flush()
        found = rows(sql.COVERING_ONE, [token_id.mint_request_id, token_id.sequence])
        return lot_of_row(found[0]) if found else None

    def drawn_for(
        self, order_id: OrderId, after: TokenId | None, limit: int
    ) -> Sequence[TokenId]:
        first = token_stream(after) if after else ""
        return _token_ids(rows(sql.DRAWN_FOR, [str(order_id), first, limit]))

    def drawn_of(
        self, mint_request_id: MintRequestId, after: TokenId | None, limit: int
    ) -> Sequence[TokenId]:
        prefix = f"token-{mint_request_id.hex}"
        first = token_stream(after) if after else prefix
        # "." follows "-" in the order of bytes.
        return _token_ids(rows(sql.DRAWN_OF, [first, f"{prefix}.", limit]))

    def releasing(self, catalog_id: CatalogId) -> None:
        rows("SELECT pg_advisory_xact_lock_shared(%s)", [lock_key(ORDER_OF_STOCK, catalog_id)])

    def record(self, events: Sequence[NewEvent]) -> None:
        for new in events:
            if isinstance(new.event, LotEvent):
                self._book.apply(new.event)
                for tokens in new.event.ranges:
                    self._history.append((*tokens[:3], new.stream, new.version))
            elif token_id := token_of_stream(new.stream):
                self._book.apply_to_token(token_id, new.version, new.event)

    def flush(self) -> None:
        """Write what has changed since the last time."""
        current = set(self._book)
        gone = [row_id for lot, row_id in self._row_ids.items() if lot not in current]
        new = [lot for lot in current if lot not in self._row_ids]
        if gone:
            execute("DELETE FROM tokens_lot WHERE id = ANY(%s)", [gone])
        if new:
            insert_lots(sorted(new))
        if self._history:
            execute(sql.INSERT_HISTORY, _columns(self._history, 5))
        self._forget()

    def _forget(self) -> None:
        self._book = LotBook()
        self._row_ids: dict[Lot, int] = {}
        self._history: list[tuple[Any, ...]] = []

    def _load(self, found: Iterable[tuple[Any, ...]]) -> list[Lot]:
        lots = []
        for row in found:
            lot, row_id = lot_of_row(row), row[0]
            if lot not in self._row_ids:
                self._row_ids[lot] = row_id
                self._book.add(lot)
            lots.append(lot)
        return lots

    def _covered(self, token_ids: Iterable[TokenId]) -> dict[TokenId, Lot]:
        found = ((token_id, self._book.covering(token_id)) for token_id in token_ids)
        covered = {token_id: lot for token_id, lot in found if lot}
        for lot in set(covered.values()):
            if lot.facts.state is not TokenState.CIRCULATED:
                self._remembered.remember(lot, self._row_ids[lot])
        return covered

    def _split(self, lots: Sequence[Lot]) -> list[Lot]:
        row_ids = [self._row_ids[lot] for lot in lots]
        drawn = dict(rows(sql.DRAWN_FROM, [row_ids])) if lots else {}
        return [
            part
            for lot in lots
            for part in self._book.split_around(lot, drawn.get(self._row_ids[lot], ()))
        ]


def lot_of_row(row: tuple[Any, ...]) -> Lot:
    """Return the lot of a row with the columns of `lot_sql.COLUMNS`."""
    _, mint_request_id, start, stop, version, state, *others = row
    return Lot(mint_request_id, start, stop, version, Facts(TokenState(state), *others))


def insert_lots(lots: Iterable[Lot]) -> None:
    """Insert rows; the database refuses lots that overlap others."""
    execute(sql.INSERT, _columns([(*lot[:4], *lot.facts) for lot in lots], 8))


def _covering(state: str, token_ids: Sequence[TokenId]) -> list[tuple[Any, ...]]:
    # One token is by far the most frequent case, and arrays of one are slow to send.
    if len(token_ids) == 1:
        (only,) = token_ids
        return rows(sql.COVERING_ONE_LOCKED[state], [only.mint_request_id, only.sequence])
    return rows(sql.COVERING_LOCKED[state], _numbers(token_ids))


def _numbers(token_ids: Iterable[TokenId]) -> list[list[Any]]:
    found = list(token_ids)
    return [[t.mint_request_id for t in found], [t.sequence for t in found]]


def _token_ids(streams: Iterable[tuple[Any, ...]]) -> list[TokenId]:
    return [token_id for (name,) in streams if (token_id := token_of_stream(name))]


def _columns(table: Sequence[tuple[Any, ...]], width: int) -> list[list[Any]]:
    return [[row[column] for row in table] for column in range(width)]
