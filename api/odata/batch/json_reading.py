"""Reads batches in the JSON format (OData JSON Format 4.01, 19.1)."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import NamedTuple

from api.odata.batch.json_bodies import body_bytes
from api.odata.batch.json_spans import Span, items, members, whole
from api.odata.batch.model import (
    AtomicGroup,
    Batch,
    BatchFormat,
    BatchLimits,
    BatchRequest,
    Step,
)
from api.odata.batch.problems import check_count, check_id, check_length, malformed
from api.odata.names import hint, shown

_METHODS = frozenset({"DELETE", "GET", "PATCH", "POST", "PUT"})
_MEMBERS = ("id", "method", "url", "atomicityGroup", "dependsOn", "if", "headers", "body")


class _Member(NamedTuple):
    """A request, and the atomicity group that it is in, if any."""

    request: BatchRequest
    group: str | None


def read_json(body: bytes, limits: BatchLimits) -> Batch:
    """Return the batch that a body of type application/json holds.

    Raises: BadRequestError naming the request at fault; PayloadTooLargeError.
    """
    check_length(body, limits)
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"the batch is not UTF-8 at byte {error.start}"
        raise malformed(message) from error
    outer = members(text, whole(text), "the batch")
    if "requests" not in outer:
        message = 'the batch must have the member "requests"'
        raise malformed(message, "requests")
    reader = _Reader(text, limits)
    found = [reader.read(span) for span in items(text, outer["requests"], "requests")]
    return Batch(BatchFormat.JSON, tuple(_steps(found)))


class _Reader:
    """Reads one request after the other; ids and groups that came before may be named."""

    def __init__(self, text: str, limits: BatchLimits) -> None:
        self._text = text
        self._limits = limits
        self._ids: set[str] = set()
        self._groups: set[str] = set()
        self._group: str | None = None
        self._count = 0

    def read(self, span: Span) -> _Member:
        self._count += 1
        check_count(self._count, self._limits)
        where = f"request {self._count}"
        given = members(self._text, span, where)
        _refuse_unknown(given, where)
        found = self._id(given, where)
        here = f"request {shown(found)}"
        group = self._enter(_text(given, "atomicityGroup", here), found, here)
        method = self._method(given, here)
        headers = self._headers(given.get("headers"), here)
        body = body_bytes(self._text, given.get("body"), headers, here)
        if body and method in {"GET", "DELETE"}:
            message = f"{here}: {method} with a body"
            raise malformed(message)
        request = BatchRequest(
            method,
            self._required(given, "url", here),
            headers,
            body,
            found,
            self._dependencies(given.get("dependsOn"), here),
            _text(given, "if", here),
        )
        self._ids.add(found)
        return _Member(request, group)

    def _id(self, given: Mapping[str, Span], where: str) -> str:
        found = check_id(self._required(given, "id", where), where, self._limits)
        if found in self._ids or found in self._groups:
            message = f"{where}: the id {shown(found)} is used twice"
            raise malformed(message, "id")
        return found

    def _enter(self, group: str | None, own_id: str, where: str) -> str | None:
        if group is not None and group != self._group:
            check_id(group, f"{where}: atomicityGroup", self._limits)
            if group in self._groups:
                message = f"{where}: the requests of group {shown(group)} must stand together"
                raise malformed(message, "atomicityGroup")
            if group in self._ids or group == own_id:
                message = f"{where}: the group {shown(group)} is named like a request"
                raise malformed(message, "atomicityGroup")
            self._groups.add(group)
        self._group = group
        return group

    def _method(self, given: Mapping[str, Span], where: str) -> str:
        method = self._required(given, "method", where)
        if method.upper() not in _METHODS:
            names = ", ".join(sorted(_METHODS)).lower()
            message = f"{where}: method must be one of {names}, not {shown(method)}"
            raise malformed(message, "method")
        return method.upper()

    def _dependencies(self, span: Span | None, where: str) -> tuple[str, ...]:
        if span is None or span.value is None:
            return ()
        found = []
        for item in items(self._text, span, f"{where}: dependsOn"):
            name = item.value
            if not isinstance(name, str) or name not in self._ids | self._groups:
                message = (
                    f"{where}: dependsOn must name requests and groups that come before it; "
                    f"none is {shown(str(name))}"
                )
                raise malformed(message, "dependsOn")
            if name == self._group:
                message = f"{where}: it is in group {shown(name)}, so cannot depend on it"
                raise malformed(message, "dependsOn")
            found.append(name)
        return tuple(found)

    def _headers(self, span: Span | None, where: str) -> dict[str, str]:
        if span is None or span.value is None:
            return {}
        headers: dict[str, str] = {}
        for name, value in members(self._text, span, f"{where}: headers").items():
            text, lowered = value.value, name.strip().lower()
            if not isinstance(text, str) or not _is_header(lowered, text):
                message = f"{where}: the header {shown(name)} must have a text as value"
                raise malformed(message, "headers")
            headers[lowered] = text.strip()
        return headers

    @staticmethod
    def _required(given: Mapping[str, Span], name: str, where: str) -> str:
        text = _text(given, name, where)
        if not text:
            message = f"{where}: {name} is missing"
            raise malformed(message, name)
        return text


def _text(given: Mapping[str, Span], name: str, where: str) -> str | None:
    value = given[name].value if name in given else None
    if value is not None and not isinstance(value, str):
        message = f"{where}: {name} must be a text"
        raise malformed(message, name)
    return value


def _refuse_unknown(given: Mapping[str, Span], where: str) -> None:
    for name in given:
        if name not in _MEMBERS and "@" not in name:
            message = f"{where}: unknown member {shown(name)}{hint(name, _MEMBERS)}"
            raise malformed(message, name)


def _is_header(name: str, value: str) -> bool:
    return bool(name) and (name + value).isprintable() and not set(name) & set(" :")


def _steps(found: list[_Member]) -> Iterator[Step]:
    for group, neighbours in groupby(found, key=lambda member: member.group):
        requests = tuple(member.request for member in neighbours)
        if group is None:
            yield from requests
        else:
            yield AtomicGroup(group, requests)
