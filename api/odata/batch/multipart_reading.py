"""Reads batches in the multipart format (OData 4.01 Part 1, 11.7.7)."""

from collections.abc import Iterator, Mapping

from api.odata.batch.http_message import Identity, read_request
from api.odata.batch.mime import Part, split_head, split_parts
from api.odata.batch.model import (
    AtomicGroup,
    Batch,
    BatchFormat,
    BatchLimits,
    BatchRequest,
    Step,
)
from api.odata.batch.problems import check_count, check_id, check_length, malformed
from api.odata.headers.media_types import MediaRange, parse_media_range
from api.odata.names import shown

_BATCH = "the batch"
_AS_THEY_ARE = frozenset({"", "binary", "8bit", "7bit"})
_READING = frozenset({"GET", "HEAD"})


def read_multipart(body: bytes, boundary: str, limits: BatchLimits) -> Batch:
    """Return the batch that a body of type multipart/mixed holds.

    Raises: BadRequestError naming the part at fault; PayloadTooLargeError.
    """
    check_length(body, limits)
    reader = _Reader(limits)
    return Batch(BatchFormat.MULTIPART, tuple(reader.steps(body, boundary)))


class _Reader:
    def __init__(self, limits: BatchLimits) -> None:
        self._limits = limits
        self._count = 0
        self._ids: set[str] = set()

    def steps(self, body: bytes, boundary: str) -> Iterator[Step]:
        for number, content in enumerate(split_parts(body, boundary, _BATCH), start=1):
            where = f"part {number}"
            part = split_head(content, where, self._limits)
            media = _media_type(part, where)
            if media.type == "multipart/mixed":
                yield self._change_set(part, media, number)
            else:
                yield self._request(part, where)

    def _change_set(self, part: Part, media: MediaRange, number: int) -> AtomicGroup:
        where = f"part {number}"
        boundary = media.parameters.get("boundary", "")
        requests = []
        for inner, content in enumerate(split_parts(part.content, boundary, where), start=1):
            here = f"{where}, request {inner}"
            found = self._request(split_head(content, here, self._limits), here)
            if found.method in _READING:
                message = f"{here}: {found.method} in a change set, which is for changes alone"
                raise malformed(message)
            requests.append(found)
        if not requests:
            # A change set without requests has nothing to be answered with.
            message = f"{where}: the change set is empty"
            raise malformed(message)
        return AtomicGroup(f"changeset{number}", tuple(requests))

    def _request(self, part: Part, where: str) -> BatchRequest:
        media = _media_type(part, where)
        if media.type != "application/http":
            message = (
                f"{where}: Content-Type must be application/http, or multipart/mixed for a "
                f"change set that is in no other, not {shown(media.type)}"
            )
            raise malformed(message)
        self._count += 1
        check_count(self._count, self._limits)
        return self._named(part.headers, part.content, where)

    def _named(self, headers: Mapping[str, str], content: bytes, where: str) -> BatchRequest:
        request = read_request(content, Identity(None, where), self._limits)
        # Some clients write it among the headers of the request itself.
        given = headers.get("content-id") or request.headers.get("content-id")
        others = {k: v for k, v in request.headers.items() if k != "content-id"}
        if given is None:
            return request
        found = check_id(given, f"{where}: Content-ID", self._limits)
        if found in self._ids:
            message = f"{where}: the Content-ID {shown(found)} is given twice"
            raise malformed(message)
        self._ids.add(found)
        return BatchRequest(request.method, request.url, others, request.body, found)


def _media_type(part: Part, where: str) -> MediaRange:
    encoding = part.headers.get("content-transfer-encoding", "").lower()
    if encoding not in _AS_THEY_ARE:
        message = f"{where}: Content-Transfer-Encoding must be binary, not {shown(encoding)}"
        raise malformed(message)
    given = part.headers.get("content-type", "")
    found = parse_media_range(given)
    if found is None:
        message = f"{where}: Content-Type must be application/http, not {shown(given)}"
        raise malformed(message)
    return found
