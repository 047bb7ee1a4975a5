"""Streams: whole or in part, by Range and If-Range (RFC 9110, 13.1.5 and 14)."""

import re
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from api.odata.headers.entity_tags import EntityTag

_RANGE = re.compile(r"bytes\s*=\s*(?P<first>\d{0,18})\s*-\s*(?P<last>\d{0,18})\s*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Stream:
    """The bytes of a stream, their media type, and the tag that changes with them."""

    content: bytes
    content_type: str
    tag: EntityTag | None = None


def stream_response(request: HttpRequest, stream: Stream) -> HttpResponse:
    """Return the stream, or the one range of it that the request asks for.

    Several ranges at once, and what is no range of bytes, are answered with everything,
    as RFC 9110 allows.
    """
    size = len(stream.content)
    wanted = _wanted(request, stream)
    if wanted is None:
        return _tagged(HttpResponse(stream.content, content_type=stream.content_type), stream)
    start, stop = wanted
    if start >= min(stop, size):
        refused = HttpResponse(status=416)
        del refused["Content-Type"]
        refused["Content-Range"] = f"bytes */{size}"
        return _tagged(refused, stream)
    stop = min(stop, size)
    part = HttpResponse(
        stream.content[start:stop], status=206, content_type=stream.content_type
    )
    part["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
    return _tagged(part, stream)


def _wanted(request: HttpRequest, stream: Stream) -> tuple[int, int] | None:
    """Return the bytes `start <= position < stop` that are asked for; None for all."""
    match = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    if match is None or not (match["first"] or match["last"]):
        return None
    condition = request.headers.get("If-Range")
    if condition is not None and not (
        stream.tag and not stream.tag.weak and condition == str(stream.tag)
    ):
        return None
    size = len(stream.content)
    if not match["first"]:
        length = int(match["last"])
        return (max(size - length, 0) if length else size), size
    first = int(match["first"])
    last = int(match["last"]) if match["last"] else size - 1
    # Where the last byte comes before the first, the header is invalid and says nothing.
    return None if match["last"] and last < first else (first, last + 1)


def _tagged(response: HttpResponse, stream: Stream) -> HttpResponse:
    response["Accept-Ranges"] = "bytes"
    if stream.tag is not None:
        response["ETag"] = str(stream.tag)
    return response
