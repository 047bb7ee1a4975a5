"""A lot: a contiguous range of tokens of one mint request that share one history."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tokens.domain.ids import MintRequestId
from tokens.domain.lots.ranges import TokenRange, gaps
from tokens.domain.token.identifier import TokenId
from tokens.domain.token.state import Facts
from tokens.domain.token.token import Token


class Lot(NamedTuple):
    """The tokens `start <= sequence < stop`, all with the same facts at the same version."""

    mint_request_id: MintRequestId
    start: int
    stop: int
    version: int
    facts: Facts

    @property
    def size(self) -> int:
        """How many tokens the lot has."""
        return self.stop - self.start

    @property
    def range(self) -> TokenRange:
        """Where the lot lies, at its version."""
        return TokenRange(self.mint_request_id, self.start, self.stop, self.version)

    def covers(self, token_id: TokenId) -> bool:
        """Tell whether a token's number lies in the lot."""
        return (
            token_id.mint_request_id == self.mint_request_id
            and self.start <= token_id.sequence < self.stop
        )

    def part(self, start: int, stop: int) -> "Lot":
        """Return the lot of some of its tokens."""
        return self._replace(start=start, stop=stop)

    def without(self, numbers: Iterable[int]) -> Iterator["Lot"]:
        """Yield the lots that remain when single tokens are left out."""
        return (self.part(*gap) for gap in gaps(self.start, self.stop, numbers))

    def token(self, sequence: int) -> Token:
        """Return one of its tokens, to which nothing has happened alone yet."""
        token_id = TokenId(self.mint_request_id, sequence)
        return Token.inheriting(token_id, self.facts, self.version)
