"""The floor of reading a table: a statement, its rows, and JSON of them."""

from typing import Any
from uuid import UUID

import orjson
from django.db import connection
from django.http import HttpRequest, HttpResponse

_COLUMNS = "id, version, catalog_id, billing_account_id, quantity, state"
_ONE = f"SELECT {_COLUMNS} FROM odata_service_order WHERE id = %s"  # noqa: S608  # of constants
_MANY = (
    f"SELECT {_COLUMNS} FROM odata_service_order "  # noqa: S608  # of constants
    "WHERE quantity > %s AND state = %s ORDER BY quantity DESC, id LIMIT 100"
)
_FIRST = f"SELECT {_COLUMNS} FROM odata_service_order ORDER BY id LIMIT 100"  # noqa: S608  # likewise
_TOKENS = """
    SELECT id, version, catalog_id, reserved_by_billing_account_id, redeemed_by_account_id,
           code, state, order_id
    FROM odata_service_token WHERE order_id = ANY(%s) ORDER BY id
"""


def one(_request: HttpRequest, key: UUID) -> HttpResponse:
    """One order."""
    return _answer(_rows(_ONE, [key])[0])


def many(_request: HttpRequest) -> HttpResponse:
    """A hundred orders, filtered and ordered."""
    return _answer({"value": _rows(_MANY, [5, "Placed"])})


def expanded(_request: HttpRequest) -> HttpResponse:
    """A hundred orders with their tokens."""
    orders = {row["id"]: row | {"tokens": []} for row in _rows(_FIRST, [])}
    for token in _rows(_TOKENS, [list(orders)]):
        orders[token.pop("order_id")]["tokens"].append(token)
    return _answer({"value": list(orders.values())})


def _rows(statement: str, values: list[Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _answer(body: object) -> HttpResponse:
    return HttpResponse(orjson.dumps(body), content_type="application/json")
