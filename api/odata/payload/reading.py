"""Reads the body of a command against the properties that it may have (JSON Format 4.01)."""

from collections.abc import Sequence
from typing import Any

from api.odata.errors import (
    BadRequestError,
    ErrorDetail,
    NotImplementedFeatureError,
    UnsupportedMediaTypeError,
)
from api.odata.headers.entity_tags import TagCondition, parse_tag_condition
from api.odata.headers.media_types import parse_media_range
from api.odata.model import Property, Scalar
from api.odata.names import Names, shown
from api.odata.payload.json_text import MAX_LENGTH, parse_object
from api.odata.payload.json_values import read_value

_ENCODINGS = frozenset({"utf-8", "utf8", "us-ascii"})
_MOST_DETAILS = 20


def read_body(
    body: bytes,
    content_type: str | None,
    expected: Sequence[Property],
    *,
    partial: bool = False,
    optional: bool = False,
    max_length: int = MAX_LENGTH,
) -> dict[str, Scalar]:
    """The values that a body gives, typed, by the declared name of the property.

    Annotations (names with `@`) and computed properties are ignored, as OData demands;
    names may be in any case; null for a property that has a default counts as left out when
    it is created. `partial` (PATCH): nothing is required, and immutable and key
    properties are for the caller to ignore. `optional`: no body at all counts as `{}`.

    Raises BadRequestError naming every problem at once, UnsupportedMediaTypeError,
    PayloadTooLargeError.
    """
    if optional and not body.strip():
        members: dict[str, Any] = {}
        ieee754 = False
    else:
        ieee754 = _checked_content_type(content_type)
        members = parse_object(body, max_length)
    reader = _BodyReader(Names(expected), ieee754=ieee754, partial=partial)
    for name, value in members.items():
        reader.take(name, value)
    if not partial:
        reader.require_all()
    return reader.result()


def read_tag(body: bytes, max_length: int = MAX_LENGTH) -> TagCondition | None:
    """The entity tag that a body gives for the entity that it means, if any (4.01).

    Raises BadRequestError for a body that is no JSON object, or a tag that is none.
    """
    if b"etag" not in body:
        return None
    members = parse_object(body, max_length)
    given = members.get("@etag", members.get("@odata.etag"))
    if given is None:
        return None
    return parse_tag_condition(str(given), "@etag")


class _BodyReader:
    def __init__(self, expected: Names[Property], *, ieee754: bool, partial: bool) -> None:
        self._expected = expected
        self._partial = partial
        self._ieee754 = ieee754
        self._values: dict[str, Scalar] = {}
        self._given: set[str] = set()
        self._problems: list[ErrorDetail] = []

    def take(self, name: str, value: object) -> None:
        if name.endswith(("@odata.bind", "@bind")):
            feature = "binding to an entity by @odata.bind"
            raise NotImplementedFeatureError(feature, target=name)
        if "@" in name or name.startswith("#"):
            return
        declared = self._expected.find(name)
        if declared is None:
            message = f"unknown property {shown(name)}{self._expected.hint(name)}"
            self._problems.append(ErrorDetail("UnknownProperty", message, name))
        elif declared.name in self._given:
            message = f"{declared.name} is given twice"
            self._problems.append(ErrorDetail("DuplicateProperty", message, declared.name))
        else:
            self._given.add(declared.name)
            if not (declared.computed or self._is_left_out(value, declared)):
                self._read(value, declared)

    def require_all(self) -> None:
        for declared in self._expected:
            if declared.required and declared.name not in self._given:
                message = f"{declared.name} is missing"
                self._problems.append(ErrorDetail("MissingProperty", message, declared.name))

    def result(self) -> dict[str, Scalar]:
        if not self._problems:
            return self._values
        first = self._problems[0]
        if len(self._problems) == 1:
            raise BadRequestError(first.message, code=first.code, target=first.target)
        shown_problems = self._problems[:_MOST_DETAILS]
        message = f"the body has {len(self._problems)} problems; the first: {first.message}"
        raise BadRequestError(
            message, code="InvalidBody", target=first.target, details=shown_problems
        )

    def _is_left_out(self, value: object, declared: Property) -> bool:
        has_default = declared.optional and not declared.nullable
        return value is None and has_default and not self._partial

    def _read(self, value: object, declared: Property) -> None:
        try:
            self._values[declared.name] = read_value(value, declared, ieee754=self._ieee754)
        except BadRequestError as error:
            detail = ErrorDetail("InvalidValue", error.message, declared.name)
            self._problems.append(detail)


def _checked_content_type(content_type: str | None) -> bool:
    """Refuse what is not JSON in UTF-8; whether long numbers may be strings."""
    found = parse_media_range(content_type) if content_type else None
    if found is None or found.type != "application/json":
        message = f"the body must be application/json, not {shown(content_type or 'untyped')}"
        raise UnsupportedMediaTypeError(message, target="Content-Type")
    charset = found.parameters.get("charset", "utf-8").lower()
    if charset not in _ENCODINGS:
        message = f"the body must be in UTF-8, not {shown(charset)}"
        raise UnsupportedMediaTypeError(message, target="Content-Type")
    return found.parameters.get("ieee754compatible", "").lower() == "true"
