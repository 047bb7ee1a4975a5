"""Canonical URLs and context URLs of a service (Part 2, 4.3; Part 1, section 10)."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from api.odata.model import EntitySet, Property, Scalar
from api.odata.values import url_literal

_SAFE = "'()=,:@$!*;~"


MONITORS = "async/"
"""What the paths of status monitors begin with, below the root."""


@dataclass(frozen=True, slots=True)
class ServiceUrls:
    """The URLs of a service; `root` is absolute and ends with a slash."""

    root: str

    @property
    def monitors(self) -> str:
        """What the URLs of status monitors begin with."""
        return f"{self.root}{MONITORS}"

    def entity_path(self, entity_set: EntitySet, row: Mapping[str, Scalar]) -> str:
        """The canonical path of an entity, relative to the root, such as `Tokens('a')`."""
        key = entity_set.type.key
        if len(key) == 1:
            inside = url_literal(row[key[0]])
        else:
            inside = ",".join(f"{name}={url_literal(row[name])}" for name in key)
        return f"{entity_set.name}({quote(inside, safe=_SAFE)})"

    def entity(self, entity_set: EntitySet, row: Mapping[str, Scalar]) -> str:
        """The canonical URL of an entity: its id, Location and edit link."""
        return self.root + self.entity_path(entity_set, row)

    def context(self, entity_set: EntitySet, shown: str = "", tail: str = "") -> str:
        """The context URL of a collection or, with `/$entity` and the like, of other things.

        `shown` is a select list.
        """
        names = f"({shown})" if shown else ""
        return f"{self.root}$metadata#{entity_set.name}{names}{tail}"

    def property_context(
        self, entity_set: EntitySet, row: Mapping[str, Scalar], declared: Property
    ) -> str:
        """The context URL of a property by itself."""
        return f"{self.root}$metadata#{self.entity_path(entity_set, row)}/{declared.name}"
