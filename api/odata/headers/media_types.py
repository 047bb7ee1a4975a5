"""Media types as headers write them: with parameters, in lists by preference (RFC 9110, 12)."""

import re
from dataclasses import dataclass
from typing import NamedTuple

_LONGEST = 4000
_ITEM = re.compile(r'(?:"(?:[^"\\]|\\.)*"|[^",])+')
_PART = re.compile(r'(?:"(?:[^"\\]|\\.)*"|[^";])+')
_TYPE = re.compile(r"[\w!#$&^.+*-]+/[\w!#$&^.+*-]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class MediaRange:
    """One item of Accept, or a Content-Type; names are lower case, `q` is the preference."""

    type: str
    parameters: dict[str, str]
    q: float = 1.0

    def covers(self, media_type: str) -> bool:
        """Whether a media type without parameters falls under it."""
        main, _, _ = media_type.partition("/")
        return self.type in {media_type, f"{main}/*", "*/*"}


class Preference(NamedTuple):
    """What the order of two ranges depends on: q, then how exact, then how early."""

    q: float
    exactness: int
    earliness: int


def parse_media_range(text: str) -> MediaRange | None:
    """One media range, or None if the text is none. A bare `*` stands for `*/*`."""
    first, *rest = [part.strip() for part in _PART.findall(text[:_LONGEST])] or [""]
    media_type = "*/*" if first == "*" else first.lower()
    if not _TYPE.fullmatch(media_type):
        return None
    parameters = {}
    q = 1.0
    for part in rest:
        name, _, value = (piece.strip() for piece in part.partition("="))
        if name.lower() == "q":
            q = _quality(value)
        elif name:
            parameters[name.lower()] = value.strip('"')
    return MediaRange(media_type, parameters, q)


def parse_accept(header: str | None) -> list[MediaRange]:
    """The ranges of an Accept header that are wanted at all, most wanted first.

    Without a header, or with an empty one, everything is accepted.
    """
    if header is None or not header.strip():
        return [MediaRange("*/*", {})]
    found = [parse_media_range(item) for item in _ITEM.findall(header[:_LONGEST])]
    ranges = [each for each in found if each is not None and each.q > 0]
    ranked = sorted(
        enumerate(ranges),
        key=lambda pair: Preference(pair[1].q, _exactness(pair[1]), -pair[0]),
        reverse=True,
    )
    return [each for _, each in ranked]


def _exactness(media_range: MediaRange) -> int:
    if media_range.type == "*/*":
        return 0
    return 1 if media_range.type.endswith("/*") else 2 + len(media_range.parameters)


def _quality(text: str) -> float:
    """The weight; a malformed one counts as given, since real clients send such lists."""
    return float(text) if re.fullmatch(r"[01](?:\.[0-9]{0,3})?", text) else 1.0
