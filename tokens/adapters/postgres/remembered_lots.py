"""The lots that a process has met, so that a command need not read them first."""

from threading import Lock

from tokens.domain.lots.book import LotBook
from tokens.domain.lots.lot import Lot
from tokens.domain.token.identifier import TokenId

MOST = 10_000
"""So many lots are remembered, then all are forgotten: those in use are soon met again."""


class RememberedLots:
    """One for the process. Rows of lots never change: their ids tell if they are there."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._forget_all()

    def covering(self, token_id: TokenId) -> tuple[Lot, int] | None:
        """Return the lot that covered a token when it was last met, and its row's id."""
        with self._lock:
            lot = self._book.covering(token_id)
            return (lot, self._row_ids[lot]) if lot else None

    def remember(self, lot: Lot, row_id: int) -> None:
        """Remember a lot in place of those that covered its tokens before."""
        with self._lock:
            if self._row_ids.get(lot) == row_id:
                return
            if len(self._row_ids) >= MOST:
                self._forget_all()
            for known in self._book.overlapping(lot.mint_request_id, lot.start, lot.stop):
                self._forget(known)
            self._book.add(lot)
            self._row_ids[lot] = row_id

    def forget(self, lot: Lot) -> None:
        """Forget a lot, if it is still remembered."""
        with self._lock:
            self._forget(lot)

    def _forget(self, lot: Lot) -> None:
        if self._row_ids.pop(lot, None) is not None:
            self._book.remove(lot)

    def _forget_all(self) -> None:
        self._book = LotBook()
        self._row_ids: dict[Lot, int] = {}
