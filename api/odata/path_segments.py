"""Splits a percent-encoded path into decoded segments (OData 4.01 Part 2, section 2)."""

import re
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from api.odata.errors import BadRequestError
from api.odata.expressions.lexer import refuse_unstorable
from api.odata.names import shown

_MARK = re.compile(r"%27|['()/]")
_BAD_ESCAPE = re.compile(r"%(?![0-9a-fA-F]{2})")


@dataclass(frozen=True, slots=True)
class PathLimits:
    """Bounds on a path: characters as sent, and segments."""

    length: int = 2048
    segments: int = 8


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment, decoded: `text` is all of it, `key` what stands in its parentheses."""

    text: str
    name: str
    key: str | None


def split_path(path: str, limits: PathLimits) -> list[Segment]:
    """The segments of a path relative to the service root; a trailing slash is tolerated.

    A slash inside a quoted key does not separate. Raises BadRequestError for what cannot
    be decoded, and for paths beyond the limits.
    """
    if len(path) > limits.length:
        message = f"the path is longer than {limits.length} characters"
        raise BadRequestError(message)
    if _BAD_ESCAPE.search(path):
        message = "the path has a % that two hexadecimal digits do not follow"
        raise BadRequestError(message)
    texts = _split(path.removeprefix("/").removesuffix("/"))
    if len(texts) > limits.segments:
        message = f"the path has more than {limits.segments} segments"
        raise BadRequestError(message)
    return [_segment(text) for text in texts]


def _split(path: str) -> list[str]:
    if not path:
        return []
    parts, start, depth, quoted = [], 0, 0, False
    for mark in _MARK.finditer(path):
        character = mark.group()
        if character in {"'", "%27"}:
            quoted = not quoted if depth else False
        elif quoted:
            continue
        elif character == "/" and not depth:
            parts.append(path[start : mark.start()])
            start = mark.end()
        elif character != "/":
            depth = max(0, depth + (1 if character == "(" else -1))
    if depth or quoted:
        message = f"the key in {shown(path[start:])} is not closed by a quote or parenthesis"
        raise BadRequestError(message)
    return [*parts, path[start:]]


def _segment(encoded: str) -> Segment:
    try:
        text = unquote_to_bytes(encoded).decode("utf-8")
    except UnicodeError as error:
        message = f"the path segment {shown(encoded)} is not UTF-8"
        raise BadRequestError(message) from error
    if not text:
        message = "the path has an empty segment (two slashes)"
        raise BadRequestError(message)
    refuse_unstorable(text)
    if text.endswith(")") and "(" in text:
        name, _, rest = text.partition("(")
        return Segment(text, name, rest[:-1])
    return Segment(text, text, None)
