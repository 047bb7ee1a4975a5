"""What a payload is made of: entities as rows, and those related to them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from types import MappingProxyType
from typing import Any, NamedTuple, TypeAlias

from api.odata.headers.entity_tags import EntityTag
from api.odata.model import EntitySet, EntityType, Scalar

Row: TypeAlias = Mapping[str, Scalar]
"""An entity: every property's name, in its declared case, to its value."""


@dataclass(frozen=True, slots=True)
class Related:
    """Where a navigation leads: a page of entities of a set, of which one has one or none."""

    entity_set: EntitySet
    items: Sequence["Item"] = ()
    count: int | None = None
    next_link: str | None = None


@dataclass(frozen=True, slots=True)
class Media:
    """What an entity tells of the stream that it is: its media type, its tag."""

    content_type: str
    tag: EntityTag | None = None
    writable: bool = False


_NOTHING: Mapping[str, Related] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Item:
    """An entity to show: its row, its tag, and which conditional actions it offers now.

    `related` has what is expanded, by the name of the navigation; `media` is what a media
    entity tells of its stream.
    """

    row: Row
    etag: EntityTag | None = None
    offered: frozenset[str] = frozenset()
    related: Mapping[str, Related] = field(default_factory=lambda: _NOTHING)
    media: Media | None = None


class Change(NamedTuple):
    """An entity that has changed, and whether it still is in what is tracked."""

    item: Item
    is_member: bool


def row_reader(
    entity_type: EntityType, beside: Mapping[str, str] = MappingProxyType({})
) -> Callable[[object], dict[str, Any]]:
    """Makes rows of objects, such as model instances, by the properties' fields.

    `beside` names what rows have that is no property, and the fields of that.
    """
    getters = [
        (each.name, attrgetter(each.field.replace("__", ".")))
        for each in entity_type.structural
    ]
    getters += [(name, attrgetter(path)) for name, path in beside.items()]
    return lambda entity: {name: get(entity) for name, get in getters}
