"""The lots as the log alone gives them: to rebuild the vault's table, and to check it."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping

from tokens.domain.lots.book import LotBook
from tokens.domain.lots.events import LotEvent
from tokens.domain.lots.lot import Lot
from tokens.domain.ports import Recorded
from tokens.domain.token.identifier import TokenId
from tokens.domain.token.token import token_of_stream


class LotReplay:
    """Folds the log; keeps one lot a range and one version a drawn token."""

    def __init__(self) -> None:
        self._book = LotBook()
        self._own_versions: dict[TokenId, int] = {}

    def follow(self, events: Iterable[Recorded]) -> None:
        """Take the next events of the log."""
        for recorded in events:
            if isinstance(recorded.event, LotEvent):
                self._book.apply(recorded.event)
            elif token_id := token_of_stream(recorded.stream):
                self._own_versions[token_id] = recorded.version
                self._book.apply_to_token(token_id, recorded.version, recorded.event)

    def lots(self) -> list[Lot]:
        """Return the lots, joined where they may be and without what they no longer cover."""
        return self.essence(self._book)

    def essence(self, lots: Iterable[Lot]) -> list[Lot]:
        """Return the same for lots from elsewhere: equal lists mean the same tokens."""
        return list(_joined(_without_gone(lots, self._gone())))

    def _gone(self) -> Mapping[object, list[tuple[int, int]]]:
        gone: dict[object, list[tuple[int, int]]] = {}
        for token_id, version in self._own_versions.items():
            gone.setdefault(token_id.mint_request_id, []).append((token_id.sequence, version))
        for found in gone.values():
            found.sort()
        return gone


def _without_gone(
    lots: Iterable[Lot], gone: Mapping[object, list[tuple[int, int]]]
) -> Iterator[Lot]:
    for lot in lots:
        numbers = [
            number
            for number, version in _between(gone.get(lot.mint_request_id, []), lot)
            if version > lot.version
        ]
        yield from lot.without(numbers)


def _between(gone: list[tuple[int, int]], lot: Lot) -> list[tuple[int, int]]:
    return gone[bisect_left(gone, (lot.start, 0)) : bisect_left(gone, (lot.stop, 0))]


def _joined(lots: Iterable[Lot]) -> Iterator[Lot]:
    current: Lot | None = None
    for lot in sorted(lots):
        if current and lot == current._replace(start=current.stop, stop=lot.stop):
            current = current._replace(stop=lot.stop)
            continue
        if current:
            yield current
        current = lot
    if current:
        yield current
