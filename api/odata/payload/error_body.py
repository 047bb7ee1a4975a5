"""The body of a refusal (JSON Format 4.01, section 21.1)."""

from typing import Any

import orjson

from api.odata.errors import ErrorDetail, ODataError

CONTENT_TYPE = "application/json"
"""Errors carry no control information, hence no metadata parameter."""


def render_error(error: ODataError) -> bytes:
    """The error object with code, message, and target and details where there are any."""
    body = _members(error)
    if error.details:
        body["details"] = [_members(each) for each in error.details]
    return orjson.dumps({"error": body})


def _members(error: ODataError | ErrorDetail) -> dict[str, Any]:
    body = {"code": error.code, "message": _printable(error.message)}
    if error.target is not None:
        body["target"] = _printable(error.target)
    return body


def _printable(text: str) -> str:
    """The text without lone surrogates, which JSON in UTF-8 cannot hold."""
    return text.encode("utf-8", "replace").decode("utf-8")
