"""Opaque skip tokens: where a page ended, in a form that reveals damage (Part 1, 11.2.6.7)."""

from collections.abc import Sequence
from decimal import Decimal
from hashlib import blake2b
from hmac import compare_digest
from math import isfinite

import orjson

from api.odata.errors import BadRequestError
from api.odata.expressions.lexer import refuse_unstorable
from api.odata.expressions.order import OrderItem
from api.odata.model import EdmType, Scalar
from api.odata.opaque import from_text, to_text
from api.odata.values import from_raw_text, raw_text

_VERSION = b"\x01"
_DIGEST_SIZE = 8


def encode_skip_token(
    order: Sequence[OrderItem], values: Sequence[Scalar], *, secret: bytes = b""
) -> str:
    """A token for the row with these values in this order; safe in a URL.

    Raises BadRequestError for a number that is not finite, which no page can come after.

    `secret`, at most 64 bytes, keeps clients from making tokens of their own; without it
    only damage is detected, which is enough where a token can only name a place in a list.
    """
    for value, item in zip(values, order, strict=False):
        if isinstance(value, float | Decimal) and not isfinite(value):
            message = f"{item.text} is infinite or NaN, which has no place in an order"
            raise BadRequestError(message, target="$orderby")
    texts = [None if value is None else raw_text(value) for value in values]
    payload = orjson.dumps(texts)
    return to_text(_VERSION + _digest(order, payload, secret) + payload)


def decode_skip_token(
    token: str, order: Sequence[OrderItem], *, secret: bytes = b""
) -> tuple[Scalar, ...]:
    """The values that a token holds.

    Raises BadRequestError if it was not made here, was changed, or is for another $orderby.
    """
    try:
        raw = from_text(token)
    except ValueError as error:
        raise _invalid() from error
    version, digest, payload = raw[:1], raw[1 : 1 + _DIGEST_SIZE], raw[1 + _DIGEST_SIZE :]
    if version != _VERSION or not compare_digest(digest, _digest(order, payload, secret)):
        raise _invalid()
    try:
        texts = orjson.loads(payload)
        return tuple(_value(text, item) for text, item in zip(texts, order, strict=True))
    except (ValueError, TypeError) as error:
        raise _invalid() from error


def _value(text: str | None, item: OrderItem) -> Scalar:
    if text is None:
        if not item.nullable:
            raise ValueError(item.text)
        return None
    refuse_unstorable(text)
    if item.type is EdmType.INT64:
        # What is computed has more than 64 bits.
        whole = from_raw_text(text, EdmType.DECIMAL)
        if isinstance(whole, Decimal) and whole == whole.to_integral_value():
            return int(whole)
        raise ValueError(item.text)
    return from_raw_text(text, item.type)


def _digest(order: Sequence[OrderItem], payload: bytes, secret: bytes) -> bytes:
    shape = ",".join(f"{item.text} {item.descending}" for item in order)
    hashed = blake2b(_VERSION, digest_size=_DIGEST_SIZE, key=secret)
    hashed.update(shape.encode() + b"\x00" + payload)
    return hashed.digest()


def _invalid() -> BadRequestError:
    return BadRequestError(
        "$skiptoken is damaged, or is from a query with another $orderby; "
        "follow @odata.nextLink as it is, or start again without $skiptoken",
        target="$skiptoken",
    )
