"""A command to single tokens without reading anything: one statement, one round trip.

Guessed is that the lot of a token is the one that was last met there, that the token was never
drawn from it, and that it is not in quarantine. Appending proves all of it: it locks the lot's
row, which is gone if anything happened to the lot, and looks for a quarantine. Had the token
been drawn from that very lot, its stream would have an event at the lot's version already. What
a guess leads to other than events is not proven, so the bus asks again for that.
"""

from collections.abc import Collection, Mapping, Sequence

from django.db import connection

from tokens.adapters.postgres.database import Hint
from tokens.adapters.postgres.event_log import APPEND, TRY_APPEND, PostgresEventLog
from tokens.adapters.postgres.quarantines import PostgresQuarantines
from tokens.adapters.postgres.remembered_lots import RememberedLots
from tokens.adapters.postgres.vault import PostgresTokenVault
from tokens.domain.aggregate import Versioned
from tokens.domain.errors import ConcurrencyError
from tokens.domain.ids import MintRequestId, StreamId
from tokens.domain.lots.lot import Lot
from tokens.domain.ports import Clock, NewEvent
from tokens.domain.token.events import TokenDeactivated, TokenUnreserved
from tokens.domain.token.identifier import TokenId
from tokens.domain.token.token import token_stream


class GuessingTokenVault(PostgresTokenVault):
    """Tells the lots of tokens as they were last met."""

    def __init__(self, remembered: RememberedLots) -> None:
        super().__init__(remembered)
        self._guessed: dict[Lot, int] = {}

    @property
    def row_ids(self) -> list[int]:
        """The rows that must still be there for the guess to be right."""
        return list(self._guessed.values())

    def covering(self, token_ids: Collection[TokenId]) -> Mapping[TokenId, Lot]:
        found = {}
        for token_id in token_ids:
            known = self._remembered.covering(token_id)
            if known is None:
                # None was met yet: there is nothing to guess with.
                raise ConcurrencyError(token_stream(token_id), 0)
            found[token_id], row_id = known
            self._guessed[found[token_id]] = row_id
        return found

    def record(self, events: Sequence[NewEvent]) -> None:
        for new in events:
            if isinstance(new.event, TokenUnreserved | TokenDeactivated):
                # It may come back as a lot of one, and lots are locked for that.
                raise ConcurrencyError(new.stream, new.version)

    def flush(self) -> None:
        """Nothing to write: no lot changes."""

    def forget(self) -> None:
        """Forget what turned out to be wrong."""
        for lot in self._guessed:
            self._remembered.forget(lot)


class GuessingQuarantines(PostgresQuarantines):
    """Takes nothing to be in quarantine."""

    def hold(self, mint_request_id: MintRequestId) -> bool:
        del mint_request_id
        return False


class GuessingEventLog(PostgresEventLog):
    """Takes streams to be empty, and appends where the guessed lots are still there."""

    def __init__(self, clock: Clock, hint: Hint, lots: GuessingTokenVault) -> None:
        super().__init__(clock, hint)
        self._lots = lots

    def load(self, stream: StreamId) -> Sequence[Versioned]:
        del stream
        return ()

    def append(self, events: Sequence[NewEvent]) -> int:
        # Within another's transaction, such as a batch's, a wrong guess must cost it nothing.
        statement = TRY_APPEND if connection.in_atomic_block else APPEND
        return self._append(events, self._lots.row_ids, statement)
