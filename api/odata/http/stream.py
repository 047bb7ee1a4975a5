"""Streams: whole or in part, by Range and If-Range (RFC 9110, 13.1.5 and 14)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from api.odata.headers.entity_tags import EntityTag

_RANGE = re.compile(r"bytes\s*=\s*(?P<first>\d{0,18})\s*-\s*(?P<last>\d{0,18})\s*", re.ASCII)


class LongContent(Protocol):
    """Bytes that are too many to be held at once."""

    @property
    def size(self) -> int:
        """How many there are."""
        ...

    def read(self, start: int, stop: int) -> Iterable[bytes]:
        """Return the bytes `start <= position < stop`, in parts.

        Called once for each answer, when they are about to be sent; what it raises is
        answered instead.
        """
        ...


@dataclass(frozen=True, slots=True)
class Stream:
    """The bytes of a stream, their media type, and the tag that changes with them."""

    content: bytes | LongContent
    content_type: str
    tag: EntityTag | None = None

    @property
    def size(self) -> int:
        """How many bytes there are."""
        return len(self.content) if isinstance(self.content, bytes) else self.content.size


def stream_response(request: HttpRequest, stream: Stream) -> HttpResponseBase:
    """Return the stream, or the one range of it that the request asks for.

    Several ranges at once, and what is no range of bytes, are answered with everything,
    as RFC 9110 allows; ranges are for GET alone.
    """
    size = stream.size
    wanted = _wanted(request, stream)
    if wanted is None:
        return _tagged(_sent(request, stream, 0, size), stream)
    start, stop = wanted
    if start >= min(stop, size):
        refused = HttpResponse(status=416)
        del refused["Content-Type"]
        refused["Content-Range"] = f"bytes */{size}"
        return _tagged(refused, stream)
    stop = min(stop, size)
    part = _sent(request, stream, start, stop)
    part.status_code = 206
    part["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
    return _tagged(part, stream)


def _sent(request: HttpRequest, stream: Stream, start: int, stop: int) -> HttpResponseBase:
    content, response = stream.content, HttpResponse(content_type=stream.content_type)
    if isinstance(content, bytes):
        response.content = content[start:stop]
        return response
    if request.method == "HEAD":
        response["Content-Length"] = str(stop - start)
        return response
    sent = StreamingHttpResponse(content.read(start, stop), content_type=stream.content_type)
    sent["Content-Length"] = str(stop - start)
    return sent


def _wanted(request: HttpRequest, stream: Stream) -> tuple[int, int] | None:
    """Return the bytes `start <= position < stop` that are asked for; None for all."""
    match = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    if match is None or not (match["first"] or match["last"]) or request.method == "HEAD":
        return None
    condition = request.headers.get("If-Range")
    if condition is not None and not (
        stream.tag and not stream.tag.weak and condition == str(stream.tag)
    ):
        return None
    size = stream.size
    if not match["first"]:
        length = int(match["last"])
        return (max(size - length, 0) if length else size), size
    first = int(match["first"])
    last = int(match["last"]) if match["last"] else size - 1
    # Where the last byte comes before the first, the header is invalid and says nothing.
    return None if match["last"] and last < first else (first, last + 1)


def _tagged(response: HttpResponseBase, stream: Stream) -> HttpResponseBase:
    response["Accept-Ranges"] = "bytes"
    if stream.tag is not None:
        response["ETag"] = str(stream.tag)
    return response
