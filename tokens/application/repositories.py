"""Aggregates by id within one transaction: loaded once, and the same object each time."""

from collections.abc import Callable, Iterator, Sequence
from typing import Generic, TypeVar

from tokens.domain.aggregate import Aggregate, Versioned
from tokens.domain.errors import NotFoundError
from tokens.domain.lots.lot import Lot
from tokens.domain.ports import EventLog, TokenVault
from tokens.domain.token.events import TokenDrawn
from tokens.domain.token.identifier import TokenId
from tokens.domain.token.token import Token, token_stream

Id = TypeVar("Id")
A = TypeVar("A", bound=Aggregate)


class Repository(Generic[Id, A]):
    """The aggregates of one kind."""

    def __init__(self, kind: Callable[[Id], A], log: EventLog) -> None:
        self._kind = kind
        self._log = log
        self._known: dict[Id, A] = {}

    def find(self, key: Id) -> A | None:
        """Return the aggregate, or None where there is none."""
        if key not in self._known:
            aggregate = self._kind(key)
            aggregate.replay(self._log.load(aggregate.stream))
            if aggregate.version < 0:
                return None
            self._known[key] = aggregate
        return self._known[key]

    def get(self, key: Id, expected_version: int | None = None) -> A:
        """Return the aggregate. Raises: NotFoundError, VersionMismatchError."""
        aggregate = self.find(key)
        if aggregate is None:
            raise NotFoundError(self._kind.__name__, key)
        aggregate.expect(expected_version)
        return aggregate

    def add(self, key: Id, aggregate: A) -> A:
        """Add a new aggregate, and return it."""
        self._known[key] = aggregate
        return aggregate

    def pending(self) -> Iterator[tuple[Aggregate, list[Versioned]]]:
        """Yield what was recorded since the last call."""
        for aggregate in self._known.values():
            if aggregate.pending:
                recorded, aggregate.pending = aggregate.pending, []
                yield aggregate, recorded


class Tokens:
    """Single tokens: from their lot or, where that has gone further, their own stream."""

    def __init__(self, log: EventLog, vault: TokenVault) -> None:
        self._log = log
        self._vault = vault
        self._known: dict[TokenId, Token] = {}
        self._drawn: dict[TokenId, Versioned] = {}

    def get(self, token_id: TokenId, expected_version: int | None = None) -> Token:
        """Return a token. Raises: NotFoundError, VersionMismatchError."""
        if token_id not in self._known:
            lot = self._vault.covering([token_id]).get(token_id)
            history = self._log.load(token_stream(token_id))
            self._known[token_id] = self._token(token_id, lot, history)
        token = self._known[token_id]
        token.expect(expected_version)
        return token

    def get_many(self, token_ids: Sequence[TokenId]) -> list[Token]:
        """Return tokens that have streams of their own, with one reading of the log."""
        missing = [token_id for token_id in token_ids if token_id not in self._known]
        lots = self._vault.covering(missing)
        histories = self._log.load_many(token_stream(token_id) for token_id in missing)
        for token_id in missing:
            history = histories.get(token_stream(token_id), ())
            self._known[token_id] = self._token(token_id, lots.get(token_id), history)
        return [self._known[token_id] for token_id in token_ids]

    def pending(self) -> Iterator[tuple[Aggregate, list[Versioned]]]:
        """Yield what was recorded since the last call; first of all, that it was drawn."""
        for token_id, token in self._known.items():
            if token.pending:
                recorded, token.pending = token.pending, []
                drawn = self._drawn.pop(token_id, None)
                yield token, [drawn, *recorded] if drawn else recorded

    def _token(self, token_id: TokenId, lot: Lot | None, history: Sequence[Versioned]) -> Token:
        if lot is not None and not (history and history[-1].version >= lot.version):
            self._drawn[token_id] = Versioned(lot.version, TokenDrawn(*lot.facts))
        return compose(token_id, lot, history)


def compose(token_id: TokenId, lot: Lot | None, history: Sequence[Versioned]) -> Token:
    """Return a token of its lot and its own stream, whichever has gone further.

    Raises: NotFoundError where there is neither.
    """
    token = Token(token_id)
    token.replay(history)
    if lot is not None and lot.version >= token.version:
        token.inherit(lot.facts, lot.version)
    if token.version < 0:
        raise NotFoundError("token", token_id)
    return token
