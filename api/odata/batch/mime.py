"""Multipart messages, split by the byte (RFC 2046, 5.1; header fields as RFC 9112 has them).

Tolerant as the clients in use need it: lines may end with LF alone, header values may be
followed by blanks, and what stands before the first boundary is ignored.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from api.odata.batch.model import BatchLimits
from api.odata.batch.problems import malformed
from api.odata.names import shown

_LONGEST_BOUNDARY = 70
_LONGEST_PADDING = 100


class Part(NamedTuple):
    """Header fields, by lower-case names, and what follows them."""

    headers: Mapping[str, str]
    content: bytes


def split_parts(body: bytes, boundary: str, where: str) -> Iterator[bytes]:
    """Yield the parts of a multipart body, each without the line end before its boundary.

    Takes linear time. Raises: BadRequestError where the body does not begin or end as the
    boundary demands; a body that was cut off must not pass for a shorter one.
    """
    if not 1 <= len(boundary) <= _LONGEST_BOUNDARY or not boundary.isascii():
        message = f"{where}: the boundary must have 1 to {_LONGEST_BOUNDARY} ASCII characters"
        raise malformed(message, "Content-Type")
    begin: int | None = None
    for delimiter in _delimiters(body, b"--" + boundary.encode()):
        if begin is not None:
            yield _without_line_end(body, begin, delimiter.begin)
        if delimiter.closes:
            return
        begin = delimiter.end
    missing = f"--{boundary}" if begin is None else f"--{boundary}--"
    message = f"{where}: no line {shown(missing)}"
    raise malformed(message)


def split_head(part: bytes, where: str, limits: BatchLimits) -> Part:
    """Split a part at its first empty line. Raises: BadRequestError for malformed headers."""
    headers: dict[str, str] = {}
    name = ""
    position = 0
    while position < len(part):
        line, position = next_line(part, position, where, limits)
        if not line.strip():
            break
        text = line.decode("latin-1")
        if text[0] in " \t" and name:
            headers[name] += f" {text.strip()}"
            continue
        name, value = _field(text, where)
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
        if len(headers) > limits.headers:
            message = f"{where}: more than {limits.headers} headers"
            raise malformed(message)
    return Part(headers, part[position:])


def next_line(
    content: bytes, position: int, where: str, limits: BatchLimits
) -> tuple[bytes, int]:
    """Return the line at a position, without its end, and where the next begins."""
    end = content.find(b"\n", position)
    stop, after = (len(content), len(content)) if end < 0 else (end, end + 1)
    if stop - position > limits.line_length:
        message = f"{where}: a line is longer than {limits.line_length} bytes"
        raise malformed(message)
    return content[position:stop].removesuffix(b"\r"), after


class _Delimiter(NamedTuple):
    begin: int
    end: int
    closes: bool


def _delimiters(body: bytes, mark: bytes) -> Iterator[_Delimiter]:
    """Yield the lines that consist of the mark, or of it and two more dashes, and blanks."""
    found = body.find(mark)
    while found >= 0:
        after = found + len(mark)
        # No further than a delimiter reaches: many marks in one long line cost no more.
        bound = after + _LONGEST_PADDING
        stop = body.find(b"\n", after, bound)
        if stop < 0:
            stop = len(body)
        closes = body.startswith(b"--", after)
        begins_line = found == 0 or body[found - 1 : found] == b"\n"
        if begins_line and stop <= bound and not body[after + 2 * closes : stop].strip():
            yield _Delimiter(found, stop + 1, closes)
        found = body.find(mark, after)


def _without_line_end(body: bytes, begin: int, end: int) -> bytes:
    """Return what stands between two delimiters; the line end before the second is its own."""
    content = body[begin:end]
    return content.removesuffix(b"\n").removesuffix(b"\r") if content else content


def _field(line: str, where: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    lowered = name.rstrip(" \t").lower()
    if not colon or not lowered or " " in lowered or "\t" in lowered:
        message = f"{where}: {shown(line)} is no header; write Name: value"
        raise malformed(message)
    return lowered, value.strip(" \t")
