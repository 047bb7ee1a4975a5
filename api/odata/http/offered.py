"""What a mount offers, found by asking its resources and hooks."""

from collections.abc import Iterator

from api.odata.http.hooks import Hooks
from api.odata.http.mount import Mount
from api.odata.http.resource import Resource
from api.odata.offer import Offer

_OPERATIONS = ("read", "create", "update", "replace", "delete")


def offer_of(mount: Mount) -> Offer:
    """Return what anybody may do with a mounted service."""
    return Offer(
        operations={name: _operations(each) for name, each in mount.sets.items()},
        related={way: _operations(each) for way, each in mount.related.items()},
        expandable=frozenset(_expandable(mount)),
        transformations={
            name: each.transformations
            for name, each in mount.sets.items()
            if type(each).parts is not Resource.parts
        },
        tracked=frozenset(name for name, each in mount.sets.items() if each.tracks),
        repeatable=type(mount.hooks).once is not Hooks.once,
        asynchronous=mount.hooks.monitors is not None,
        headers=mount.hooks.headers,
    )


def _expandable(mount: Mount) -> Iterator[tuple[str, str]]:
    for entity_set in mount.model.sets:
        for navigation in entity_set.type.navigations:
            target = mount.where(entity_set, navigation)
            if type(target).related_to is not Resource.related_to:
                yield entity_set.name, navigation.name


def _operations(resource: Resource) -> frozenset[str]:
    return frozenset(each for each in _OPERATIONS if resource.offers(each))
