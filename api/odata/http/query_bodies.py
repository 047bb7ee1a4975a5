"""Query options in the body: POST …/$query means GET of what is before it (Part 2, 4.17)."""

from io import BytesIO
from string import punctuation
from typing import Final
from urllib.parse import quote

from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest

from api.odata.errors import (
    BadRequestError,
    MethodNotAllowedError,
    PayloadTooLargeError,
    UnsupportedMediaTypeError,
)
from api.odata.headers.media_types import parse_media_range
from api.odata.names import shown

LONGEST: Final = 65_536
"""Bytes of options that a body may have."""
_SEGMENTS = ("$query", "%24query")
_TEXT = "text/plain"
_TYPES = frozenset({_TEXT, "application/x-www-form-urlencoded"})


def as_get(request: HttpRequest, path: str) -> tuple[HttpRequest, str]:
    """Return a request that ends in /$query as the GET that it means, and its path.

    `path` is the part below the root, decoded. Other requests are returned as they are.

    Raises: ODataError for another method, for another type, and for too many bytes.
    """
    above, slash, last = path.rpartition("/")
    if not slash or last.lower() != _SEGMENTS[0]:
        return request, path
    if request.method != "POST":
        raise MethodNotAllowedError(request.method or "", ["POST"])
    given = request.META.get("QUERY_STRING", "")
    options = "&".join(each for each in (given, _options(request)) if each)
    uri = str(request.META.get("RAW_URI") or request.META.get("REQUEST_URI") or "")
    sent = _without_segment(uri.partition("?")[0])
    environ = request.META | {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": _without_segment(str(request.META.get("PATH_INFO", ""))),
        "RAW_URI": f"{sent}?{options}" if sent else "",
        "QUERY_STRING": options,
        "CONTENT_TYPE": "",
        "CONTENT_LENGTH": "0",
        "wsgi.input": BytesIO(),
    }
    meant = WSGIRequest(environ)
    # By it the metrics know what sort of path this is.
    meant.resolver_match = request.resolver_match
    return meant, above


def _options(request: HttpRequest) -> str:
    if not request.body:
        return ""
    content_type = request.headers.get("Content-Type", "")
    media_type = parse_media_range(content_type)
    if media_type is None or media_type.type not in _TYPES:
        names = " or ".join(sorted(_TYPES))
        message = f"the query options must be {names}, not {shown(content_type)}"
        raise UnsupportedMediaTypeError(message, target="Content-Type")
    if len(request.body) > LONGEST:
        message = f"the body may have {LONGEST} bytes of query options at most"
        raise PayloadTooLargeError(message)
    try:
        text = request.body.decode("utf-8").strip()
    except UnicodeDecodeError as error:
        message = f"the body is not UTF-8 at byte {error.start}"
        raise BadRequestError(message) from error
    if not text.isprintable():
        message = "query options are percent-encoded as in a URL, without tabs and line breaks"
        raise BadRequestError(message)
    return quote(text, safe=punctuation)


def _without_segment(path: str) -> str:
    above, _, last = path.rpartition("/")
    return above if last.lower() in _SEGMENTS else path
