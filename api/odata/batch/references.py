"""References to earlier responses: `$1/Orders`, `If-Match: $1` (OData Part 1, 11.7.4)."""

import re
from collections.abc import Mapping
from dataclasses import replace

from api.odata.batch.model import Answered, BatchRequest
from api.odata.errors import BadRequestError
from api.odata.names import shown

_FIRST_SEGMENT = re.compile(r"\$([^/?]+)")
_TAG = re.compile(r"\$(\S+)")
_TAGS = ("if-match", "if-none-match")
# Names of the service itself; an id that is one of them cannot be referred to.
_SYSTEM = frozenset({"batch", "crossjoin", "all", "entity", "root", "id", "metadata"})


def referred(request: BatchRequest) -> list[str]:
    """Return the ids that a request refers to, by its URL and its conditions on tags."""
    found: list[str] = []
    if not request.url.startswith("$") and not any(n in request.headers for n in _TAGS):
        return found
    first = _FIRST_SEGMENT.match(request.url)
    if first and _system_name(first[1]) not in _SYSTEM:
        found.append(first[1])
    for name in _TAGS:
        match = _TAG.fullmatch(request.headers.get(name, ""))
        if match:
            found.append(match[1])
    return found


def resolved(request: BatchRequest, answers: Mapping[str, Answered]) -> BatchRequest:
    """Return the request with references replaced by what they refer to.

    Of a request that created something that is its Location, of another its own URL.

    Raises: BadRequestError where that request answered without what is needed here.
    """
    if not referred(request):
        return request
    url = request.url
    first = _FIRST_SEGMENT.match(url)
    if first and first[1] in answers and _system_name(first[1]) not in _SYSTEM:
        url = _location(answers[first[1]]) + url[first.end() :]
    headers = dict(request.headers)
    for name in _TAGS:
        match = _TAG.fullmatch(headers.get(name, ""))
        if match and match[1] in answers:
            headers[name] = _tag(answers[match[1]], name)
    return replace(request, url=url, headers=headers)


def _system_name(segment: str) -> str:
    return segment.partition("(")[0].lower()


def _location(answered: Answered) -> str:
    location = answered.response.header("Location")
    if location:
        return location
    if answered.request.method == "POST":
        message = (
            f"${answered.request.id} refers to nothing: that request was answered without "
            "the Location of an entity"
        )
        raise BadRequestError(message, code="InvalidReference")
    return answered.request.url.partition("?")[0]


def _tag(answered: Answered, name: str) -> str:
    tag = answered.response.header("ETag")
    if tag is None:
        message = f"{name}: the response to {shown(str(answered.request.id))} has no ETag"
        raise BadRequestError(message, code="InvalidReference", target=name)
    return tag
