"""All tokens as one collection, in the order of mint request and number.

Lots and drawn tokens are two tables that together hold each token once: it is covered by a
lot or, once drawn, has a row of its own. Only the tokens that a page shows are expanded, so
a page costs the same among a thousand tokens and a billion.
"""

from dataclasses import dataclass, field
from heapq import merge
from itertools import islice
from operator import attrgetter
from typing import Any, NamedTuple, Union
from uuid import UUID

from django.db.models import (
    Expression,
    F,
    Func,
    Q,
    QuerySet,
    Subquery,
    Sum,
    TextField,
    Value,
)
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThanOrEqual, LessThan

from projections.free_numbers import LotPart, free_numbers
from projections.models import Lot, Token
from projections.snapshot import snapshot
from tokens.domain.ids import MintRequestId
from tokens.domain.token.identifier import TokenId

FIELDS = (
    "version",
    "state",
    "catalog_id",
    "order_id",
    "reserved_by_billing_account_id",
    "redeemed_by_account_id",
    "redeemed_via",
)
"""What a filter may name, and `mint_request_id`; the same for lots and for drawn tokens."""
DRAWN_COLUMNS = ("mint_request_id", "sequence", *FIELDS)
FEW = 16
"""So many lots are looked at first: they are large, so one may do for a page."""

Comparison = Union["GreaterThanOrEqual[Any]", "LessThan[Any]"]
Place = tuple[UUID, int]


class TokenRow(NamedTuple):
    """One token as it is read."""

    id: TokenId
    version: int
    state: str
    catalog_id: str
    order_id: UUID | None
    reserved_by: str | None
    redeemed_by: str | None
    redeemed_via: str | None


class Span(NamedTuple):
    """The tokens `start <= sequence < stop` of a mint request."""

    mint_request_id: MintRequestId
    start: int
    stop: int


@dataclass(frozen=True)
class TokenCollection:
    """The tokens for which `where` holds, and that lie `within` a span where one is given.

    `where` names only FIELDS and `mint_request_id`: what all tokens of a lot have in common.
    Several calls see one moment when they are made within one `snapshot`.
    """

    where: Q = field(default_factory=Q)
    within: Span | None = None

    def get(self, token_id: TokenId) -> TokenRow | None:
        """Return one token, if the collection has it."""
        number = Span(token_id.mint_request_id, token_id.sequence, token_id.sequence + 1)
        if self.within and not _contains(self.within, number):
            return None
        found = TokenCollection(self.where, number).page(None, 1)
        return found[0] if found else None

    def page(self, after: TokenId | None, limit: int) -> list[TokenRow]:
        """Return the first `limit` tokens after a token, or of all, in order.

        Two to four statements, whose cost grows with `limit` alone; except that drawn tokens
        that the filter leaves out are passed over one by one.
        """
        first = self._first(after)
        with snapshot():
            found = self._tokens(first).values_list(*DRAWN_COLUMNS)[:limit]
            drawn = [drawn_row(*values) for values in found]
            # A page's worth of drawn tokens: what lots have beyond them is not shown.
            end = drawn[-1].id if len(drawn) == limit > 0 else None
            free = free_numbers(self._parts(first, end, limit), limit)
            covered = [lot_row(lot, number) for lot, number in islice(free, limit)]
        return list(islice(merge(drawn, covered, key=attrgetter("id")), limit))

    def count(self) -> int:
        """Count the tokens: lots are added up, drawn tokens counted along an index."""
        first = self._first(None)
        with snapshot():
            lots, cut = self._lots(first), 0
            if self.within:
                whole = Q(start__gte=self.within.start, stop__lte=self.within.stop)
                cut = sum(self._part(lot, first).count_free() for lot in lots.exclude(whole))
                lots = lots.filter(whole)
            sizes = lots.order_by().aggregate(sum=Sum(F("stop") - F("start") - F("drawn")))
            return int(sizes["sum"] or 0) + cut + self._tokens(first).count()

    def _first(self, after: TokenId | None) -> Place | None:
        """Return the first place that a page can show, or None for the very first."""
        places: list[Place] = []
        if after:
            places.append((after.mint_request_id, after.sequence + 1))
        if self.within:
            places.append(self.within[:2])
        return max(places, default=None)

    def _tokens(self, first: Place | None) -> QuerySet[Token]:
        found = Token.objects.filter(self.where).order_by("mint_request_id", "sequence")
        if self.within:
            within = Q(mint_request_id=self.within.mint_request_id)
            found = found.filter(within, sequence__lt=self.within.stop)
        return found.filter(_placed(GreaterThanOrEqual, "sequence", first)) if first else found

    def _lots(self, first: Place | None) -> QuerySet[Lot]:
        found = Lot.objects.filter(self.where)
        found = found.order_by("mint_request_id", "start")
        if self.within:
            within = Q(mint_request_id=self.within.mint_request_id)
            found = found.filter(within, start__lt=self.within.stop)
        if first is None:
            return found
        mint_request_id, number = first
        passed = Q(mint_request_id=mint_request_id, stop__lte=number)
        begin = (mint_request_id, _start_of(first))
        return found.exclude(passed).filter(_placed(GreaterThanOrEqual, "start", begin))

    def _parts(self, first: Place | None, end: TokenId | None, limit: int) -> list[LotPart]:
        """Return the parts of lots between two places that have `limit` tokens, or all."""
        lots = self._lots(first)
        if end:
            lots = lots.filter(_placed(LessThan, "start", (end.mint_request_id, end.sequence)))
        parts = [self._part(lot, first, end) for lot in lots[:FEW]]
        if len(parts) == FEW and sum(part.surely for part in parts) < limit:
            # Every lot has a token to show, but perhaps the first and the last.
            parts += [self._part(lot, first, end) for lot in lots[FEW : limit + 2]]
        return parts

    def _part(self, lot: Lot, first: Place | None, end: TokenId | None = None) -> LotPart:
        start, stop = lot.start, lot.stop
        if first and first[0] == lot.mint_request_id:
            start = max(start, first[1])
        if self.within:
            stop = min(stop, self.within.stop)
        if end and end.mint_request_id == lot.mint_request_id:
            stop = min(stop, end.sequence)
        return LotPart(lot, start, stop)


def _start_of(place: Place) -> Expression:
    """Find where the lot that may cover a place starts.

    So the index is entered there instead of at the first lot of the mint request.
    """
    lots = Lot.objects.filter(mint_request_id=place[0], start__lte=place[1])
    return Coalesce(Subquery(lots.order_by("-start").values("start")[:1]), 0)


def _placed(
    compare: type[Comparison], number: str, place: tuple[UUID, int | Expression]
) -> Comparison:
    # Compared as rows: PostgreSQL enters the index at the place, as it cannot for an OR.
    ours = Func(F("mint_request_id"), F(number), function="ROW", output_field=TextField())
    return compare(ours, Func(*map(_value, place), function="ROW"))


def _value(value: UUID | int | Expression) -> Expression:
    return value if isinstance(value, Expression) else Value(value)


def _contains(span: Span, part: Span) -> bool:
    same = span.mint_request_id == part.mint_request_id
    return same and span.start <= part.start and part.stop <= span.stop


def drawn_row(mint_request_id: UUID, sequence: int, *others: Any) -> TokenRow:  # noqa: ANN401 - columns
    """Return a drawn token of the values of DRAWN_COLUMNS."""
    return TokenRow(TokenId(MintRequestId(mint_request_id), sequence), *others)


def lot_row(lot: Lot, number: int) -> TokenRow:
    """Return a token that its lot tells."""
    return TokenRow(
        TokenId(MintRequestId(lot.mint_request_id), number),
        lot.version,
        lot.state,
        lot.catalog_id,
        lot.order_id,
        lot.reserved_by_billing_account_id,
        redeemed_by=None,
        redeemed_via=None,
    )
