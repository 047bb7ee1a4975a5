"""What a mounted service offers beyond its model: operations on its sets, and features."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from api.odata.model import Navigation

READING: Final = frozenset({"read", "read stream"})
"""The operations that change nothing."""


@dataclass(frozen=True)
class Parameter:
    """A header of the service's own, what it is for, and what carries it.

    `reading` and `writing` are requests, `answered` are answers.
    """

    name: str
    description: str
    reading: bool = True
    writing: bool = True
    answered: bool = False


@dataclass(frozen=True)
class Offer:
    """What anybody at all may do with a service.

    `operations` has those of each entity set by its name (`read`, `create`, `update`,
    `replace`, `delete`); `related` those where a navigation leads, by set and navigation, if
    they differ from those of the target set. `expandable` are the navigations that $expand
    follows, `transformations` those of $apply that always work, of each set that it groups.
    `tracked` are the sets that tell what has changed.
    `repeatable`: a request may be sent again without being carried out twice.
    `asynchronous`: what takes time may be answered with 202 and a monitor.
    """

    operations: Mapping[str, frozenset[str]] = field(default_factory=dict)
    related: Mapping[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    expandable: frozenset[tuple[str, str]] = frozenset()
    transformations: Mapping[str, frozenset[str]] = field(default_factory=dict)
    tracked: frozenset[str] = frozenset()
    repeatable: bool = False
    asynchronous: bool = False
    headers: tuple[Parameter, ...] = ()

    def of(self, entity_set: str) -> frozenset[str]:
        """The operations on a set."""
        return self.operations.get(entity_set, frozenset())

    def along(self, entity_set: str, navigation: Navigation) -> frozenset[str]:
        """The operations on what a navigation of a set leads to.

        What a navigation to one leads to is only read there: an end of the relation must not
        be taken for an end of the entity.
        """
        own = self.related.get((entity_set, navigation.name))
        offered = self.of(navigation.entity_set) if own is None else own
        return offered if navigation.collection else offered & {"read"}
