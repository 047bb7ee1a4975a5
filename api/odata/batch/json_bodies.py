"""Bodies of requests and responses within JSON batches (JSON Format 4.01, 19.1 and 19.5)."""

from base64 import b64decode, urlsafe_b64encode
from typing import Any

import orjson

from api.odata.batch.json_spans import Span
from api.odata.batch.problems import malformed
from api.odata.headers.media_types import parse_media_range

JSON = "application/json"


def body_bytes(text: str, span: Span | None, headers: dict[str, str], where: str) -> bytes:
    """Return what a request's member `body` stands for.

    JSON as it was written, text as text, and anything else as the bytes that base64url says.
    A body without a type is JSON, which is then added to the headers.

    Raises: BadRequestError for what the type does not allow.
    """
    if span is None or span.value is None:
        return b""
    media_type = _type(headers.setdefault("content-type", JSON))
    if _is_json(media_type):
        return text[span.begin : span.end].encode()
    if not isinstance(span.value, str):
        message = f"{where}: a body of type {media_type} must be a text"
        raise malformed(message, "body")
    if media_type.startswith("text/"):
        return span.value.encode("utf-8", "surrogatepass")
    try:
        padding = "=" * (-len(span.value) % 4)
        return b64decode(span.value + padding, altchars="-_", validate=True)
    except ValueError as error:
        message = f"{where}: a body of type {media_type} must be in base64url"
        raise malformed(message, "body") from error


def body_member(body: bytes, content_type: str | None) -> Any:  # noqa: ANN401  # any JSON
    """Return what a response's member `body` shows."""
    media_type = _type(content_type or JSON)
    if _is_json(media_type):
        return orjson.Fragment(body)
    if media_type.startswith("text/"):
        return body.decode("utf-8", "replace")
    return urlsafe_b64encode(body).decode("ascii")


def _type(content_type: str) -> str:
    found = parse_media_range(content_type)
    return found.type if found else ""


def _is_json(media_type: str) -> bool:
    return media_type == JSON or (
        media_type.startswith("application/") and media_type.endswith("+json")
    )
