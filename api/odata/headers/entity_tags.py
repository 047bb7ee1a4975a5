"""Entity tags, If-Match and If-None-Match (RFC 9110, 8.8.3 and 13.1)."""

import re
from dataclasses import dataclass
from functools import lru_cache

from api.odata.errors import BadRequestError
from api.odata.names import shown

_TAG = re.compile(r'\s*(?P<weak>W/)?"(?P<value>[\x21\x23-\x7e\x80-\xff]*)"\s*(?:,|$)')
_LONGEST = 4000


@dataclass(frozen=True, slots=True)
class EntityTag:
    """A tag without its quotes; weak ones say that two bodies mean the same."""

    value: str
    weak: bool = True

    def __str__(self) -> str:
        """The tag as a header shows it."""
        return f'{"W/" if self.weak else ""}"{self.value}"'


@lru_cache(maxsize=4096)
def weak_tag(value: str) -> EntityTag:
    """The weak tag with a value; those of a page are much the same."""
    return EntityTag(value)


@dataclass(frozen=True, slots=True)
class TagCondition:
    """The tags of If-Match or If-None-Match; `any` is `*`, whatever exists."""

    any: bool = False
    tags: tuple[EntityTag, ...] = ()

    def matches(self, current: EntityTag | None) -> bool:
        """Whether the tag of what exists (None: nothing does) is among them.

        Compared weakly even for If-Match, since OData services give weak tags and clients
        send them back (Part 1, 8.2.4).
        """
        if current is None:
            return False
        return self.any or any(tag.value == current.value for tag in self.tags)


def parse_tag_condition(header: str | None, name: str = "If-Match") -> TagCondition | None:
    """The condition in a header, or None where it is missing.

    Raises BadRequestError (code InvalidEntityTag) with the header's name where malformed.
    """
    if header is None:
        return None
    if header.strip() == "*":
        return TagCondition(any=True)
    tags = []
    position = 0
    while position < len(header) <= _LONGEST:
        match = _TAG.match(header, position)
        if match is None:
            break
        tags.append(EntityTag(match["value"], weak=match["weak"] is not None))
        position = match.end()
    if not tags or position < len(header):
        message = f'{name} must be * or entity tags such as W/"1", not {shown(header)}'
        raise BadRequestError(message, code="InvalidEntityTag", target=name)
    return TagCondition(tags=tuple(tags))
