"""The first tokens of each of many orders, and how many each has, in a few statements.

What `TokenCollection` says of one collection, for many orders at once: an order of a
million tokens costs no more than what is shown of it.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from heapq import merge
from operator import attrgetter
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.expressions import RawSQL

from projections.free_numbers import LotPart, free_numbers_of_each
from projections.models import Lot, Token
from projections.snapshot import snapshot
from projections.token_collection import DRAWN_COLUMNS, TokenRow, drawn_row, lot_row

_LOT_COLUMNS = (
    "mint_request_id",
    "start",
    "stop",
    "version",
    "state",
    "catalog_id",
    "order_id",
    "reserved_by_billing_account_id",
    "drawn",
)
# Plan: for each order an index scan of lot_by_order or token_by_order under its Limit.
FIRST_OF_EACH = """
    SELECT found.* FROM unnest(%s::uuid[]) AS given (id) CROSS JOIN LATERAL ({}) AS found
"""


@dataclass(frozen=True)
class TokensOfOrders:
    """The tokens of some orders for which `where` holds, as `TokenCollection` has it."""

    order_ids: Sequence[UUID]
    where: Q = field(default_factory=Q)

    def first(self, limit: int) -> dict[UUID, list[TokenRow]]:
        """Return the first `limit` tokens of each order; three statements."""
        if not self.order_ids or limit <= 0:
            return {}
        drawn: dict[UUID | None, list[TokenRow]] = defaultdict(list)
        parts: dict[UUID | None, list[LotPart]] = defaultdict(list)
        with snapshot():
            tokens = Token.objects.order_by("mint_request_id", "sequence")
            for values in self._first_of_each(tokens, DRAWN_COLUMNS, limit):
                row = drawn_row(*values)
                drawn[row.order_id].append(row)
            # Each lot has a token to show, so as many lots as tokens will do.
            lots = Lot.objects.order_by("mint_request_id", "start")
            for values in self._first_of_each(lots, _LOT_COLUMNS, limit):
                lot = Lot(**dict(zip(_LOT_COLUMNS, values, strict=True)))
                parts[lot.order_id].append(LotPart(lot, lot.start, lot.stop))
            free = free_numbers_of_each([parts[id_] for id_ in self.order_ids], limit)
        covered = [[lot_row(lot, number) for lot, number in each] for each in free]
        return {
            id_: list(merge(drawn[id_], own, key=attrgetter("id")))[:limit]
            for id_, own in zip(self.order_ids, covered, strict=True)
        }

    def counts(self) -> dict[UUID, int]:
        """Count the tokens of each order: sizes of lots, and drawn tokens; two statements."""
        counted: dict[UUID | None, int] = dict.fromkeys(self.order_ids, 0)
        wanted = self.where & Q(order_id__in=self.order_ids)
        with snapshot():
            size = Sum(F("stop") - F("start") - F("drawn"))
            lots = Lot.objects.filter(wanted).order_by().values("order_id")
            drawn = Token.objects.filter(wanted).order_by().values("order_id")
            for row in (*lots.annotate(n=size), *drawn.annotate(n=Count("*"))):
                counted[row["order_id"]] += int(row["n"])
        return {id_: counted[id_] for id_ in self.order_ids}

    def _first_of_each(
        self, rows: QuerySet[Token] | QuerySet[Lot], columns: Sequence[str], limit: int
    ) -> list[tuple]:  # type: ignore[type-arg]  # of columns
        own = rows.filter(self.where, order_id=RawSQL("given.id", ()))  # a constant
        try:
            statement, parameters = own.values_list(*columns)[:limit].query.sql_with_params()
        except EmptyResultSet:
            return []
        with connection.cursor() as cursor:
            cursor.execute(FIRST_OF_EACH.format(statement), [list(self.order_ids), *parameters])
            found: list[tuple] = cursor.fetchall()  # type: ignore[type-arg]  # likewise
            return found
