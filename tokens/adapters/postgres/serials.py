"""Ranges of serials in a table; what was read once is remembered, since it never changes."""

from bisect import bisect_right, insort
from collections import defaultdict

from tokens.adapters.postgres.database import SERIALS, lock_key, rows
from tokens.adapters.postgres.key_check import check_key_ring, keep_check_value
from tokens.domain.codes.book import SERIALS_PER_EPOCH
from tokens.domain.codes.key_ring import (
    EpochNotSuppliedError,
    EpochsExhaustedError,
    KeyRing,
)
from tokens.domain.errors import ConcurrencyError
from tokens.domain.ids import MintRequestId
from tokens.domain.minting.errors import SerialsExhaustedError
from tokens.domain.minting.mint_request import mint_request_stream
from tokens.domain.ports import SerialRange

_COLUMNS = "mint_request_id, epoch, lower(serials), upper(serials) - lower(serials)"
NEXT = "SELECT coalesce(max(upper(serials)), 0) FROM tokens_serialrange WHERE epoch = %s"
OF = f"SELECT {_COLUMNS} FROM tokens_serialrange WHERE mint_request_id = %s"
OWNER = f"""
    SELECT {_COLUMNS} FROM tokens_serialrange WHERE epoch = %s AND serials @> %s::bigint
"""
INSERT = """
    INSERT INTO tokens_serialrange (mint_request_id, epoch, serials)
    VALUES (%s, %s, int8range(%s, %s)) ON CONFLICT (mint_request_id) DO NOTHING RETURNING true
"""


class PostgresSerials:
    """One for the process: it remembers ranges for all transactions and threads."""

    def __init__(self, key_ring: KeyRing) -> None:
        self._key_ring = key_ring
        self._by_mint_request: dict[MintRequestId, SerialRange] = {}
        self._by_epoch: dict[int, list[tuple[int, SerialRange]]] = defaultdict(list)

    def allocate(self, mint_request_id: MintRequestId, quantity: int) -> SerialRange:
        # Requests take turns until commit, so that ranges have no holes.
        rows("SELECT pg_advisory_xact_lock(%s)", [lock_key(SERIALS, "")])
        epoch, first = self._room(quantity)
        if not rows(INSERT, [mint_request_id, epoch, first, first + quantity]):
            # Another began the same at this moment, and committed while this one waited.
            raise ConcurrencyError(mint_request_stream(mint_request_id), 0)
        keep_check_value(self._key_ring, epoch)
        return SerialRange(mint_request_id, epoch, first, quantity)

    def leave(self, epoch: int) -> bool:
        # Whoever is drawing serials commits before, or draws from the next epoch.
        rows("SELECT pg_advisory_xact_lock(%s)", [lock_key(SERIALS, "")])
        if epoch not in self._key_ring.epochs():
            return False
        keep_check_value(self._key_ring, self._key_ring.add_epoch(after=epoch))
        return True

    def rotate(self, after: int | None = None) -> int:
        rows("SELECT pg_advisory_xact_lock(%s)", [lock_key(SERIALS, "")])
        check_key_ring(self._key_ring)
        # The ring is no part of the transaction: what is undone and tried again opens one.
        epoch = self._key_ring.add_epoch(after)
        keep_check_value(self._key_ring, epoch)
        return epoch

    def of(self, mint_request_id: MintRequestId) -> SerialRange:
        known = self._by_mint_request.get(mint_request_id)
        if known is None:
            found = rows(OF, [mint_request_id])
            if not found:
                raise KeyError(mint_request_id)
            known = self._remember(SerialRange(*found[0]))
        return known

    def owner(self, epoch: int, serial: int) -> SerialRange | None:
        ranges = self._by_epoch[epoch]
        place = bisect_right(ranges, serial, key=lambda entry: entry[0])
        if place:
            known = ranges[place - 1][1]
            if serial - known.first < known.quantity:
                return known
        found = rows(OWNER, [epoch, serial])
        return self._remember(SerialRange(*found[0])) if found else None

    def _room(self, quantity: int) -> tuple[int, int]:
        epoch = self._key_ring.current_epoch()
        ((first,),) = rows(NEXT, [epoch])
        if first + quantity <= SERIALS_PER_EPOCH:
            return epoch, first
        try:
            return self._key_ring.add_epoch(after=epoch), 0
        except (EpochsExhaustedError, EpochNotSuppliedError) as error:
            raise SerialsExhaustedError(quantity) from error

    def _remember(self, found: SerialRange) -> SerialRange:
        if found.mint_request_id not in self._by_mint_request:
            self._by_mint_request[found.mint_request_id] = found
            insort(self._by_epoch[found.epoch], (found.first, found))
        return found
