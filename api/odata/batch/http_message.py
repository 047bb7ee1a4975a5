"""Requests and responses as text, as parts of type application/http hold them (RFC 9112)."""

import re
from http import HTTPStatus
from typing import NamedTuple

from api.odata.batch.mime import next_line, split_head
from api.odata.batch.model import BatchLimits, BatchRequest, BatchResponse
from api.odata.batch.problems import malformed
from api.odata.names import shown

# Clients leave out the version, and leave blanks in URLs; so the URL is all that is between.
_REQUEST_LINE = re.compile(r"(?P<method>[!#$%&'*+.^_`|~\w-]+) +(?P<rest>\S.*)", re.ASCII)
_VERSION = re.compile(r" +HTTP/\d(?:\.\d)?$", re.ASCII)
_WITHOUT_BODY = frozenset({"GET", "HEAD", "DELETE", "OPTIONS"})


class Identity(NamedTuple):
    """How a request is named, and from where it comes, for messages."""

    id: str | None
    where: str


def read_request(content: bytes, identity: Identity, limits: BatchLimits) -> BatchRequest:
    """Return the request that a part holds. Raises: BadRequestError."""
    position = 0
    line = b""
    while not line.strip() and position < len(content):
        line, position = next_line(content, position, identity.where, limits)
    try:
        text = line.decode("utf-8").strip()
    except UnicodeDecodeError as error:
        message = f"{identity.where}: the request line is not UTF-8"
        raise malformed(message) from error
    match = _REQUEST_LINE.fullmatch(text)
    url = _VERSION.sub("", match["rest"]).rstrip() if match else ""
    if match is None or not url:
        message = f"{identity.where}: {shown(text)} is no request line such as GET Orders"
        raise malformed(message)
    head = split_head(content[position:], identity.where, limits)
    method = match["method"].upper()
    headers = dict(head.headers)
    length = headers.pop("content-length", None)
    body = _body(head.content, method, length, identity)
    return BatchRequest(method, url, headers, body, identity.id)


def render_response(response: BatchResponse) -> bytes:
    """Return a whole HTTP response."""
    lines = [f"HTTP/1.1 {response.status} {_reason(response.status)}"]
    lines += [f"{name}: {value}" for name, value in response.headers]
    lines += [f"Content-Length: {len(response.body)}"] if response.body else []
    return "\r\n".join([*lines, "", ""]).encode("latin-1", "replace") + response.body


def _body(content: bytes, method: str, length: str | None, identity: Identity) -> bytes:
    """Return the body: the part's boundary ends it, whatever its length is said to be.

    Content-Length only tells trailing line ends of the body from those that some clients
    put before a boundary; many count characters there, or count wrong.
    """
    if length is not None and not (length.isascii() and length.isdecimal()):
        message = f"{identity.where}: Content-Length must be a number, not {shown(length)}"
        raise malformed(message)
    digits = 18
    declared = int(length) if length is not None and len(length) <= digits else 0
    if not content[declared:].strip() and (declared or method in _WITHOUT_BODY):
        return content[:declared]
    return content


def _reason(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"
