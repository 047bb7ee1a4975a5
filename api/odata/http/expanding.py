"""Fills entities with what $expand names: level by level, a few statements a navigation."""

from collections.abc import Sequence
from dataclasses import replace

from api.odata.expansion import Expansion
from api.odata.http.exchange import Exchange
from api.odata.http.resource import Resource
from api.odata.payload.item import Item, Related
from api.odata.problems import ForbiddenError


def expanded(
    exchange: Exchange, resource: Resource, items: Sequence[Item], ways: Sequence[Expansion]
) -> Sequence[Item]:
    """Return the entities with those related to them, and so on where these expand.

    Raises: ForbiddenError for a navigation that the caller may not follow, unless `*`
    named it: then it is left out; BadRequestError for more than the exchange's budget.
    """
    if not ways or not items:
        return items
    found: list[dict[str, Related]] = [{} for _ in items]
    for way in ways:
        target = exchange.mount.where(resource.entity_set, way.navigation)
        if not _may_follow(exchange, target, way):
            continue
        pages: Sequence[Related] = target.related_to(exchange, resource, items, way)
        # Levels multiply: pages of 100 within pages of 100 are 10,000, the third a million.
        exchange.budget.spend(sum(len(page.items) for page in pages))
        pages = _deeper(exchange, target, pages, way)
        for related, page in zip(found, pages, strict=True):
            related[way.navigation.name] = page
    return [replace(item, related=related) for item, related in zip(items, found, strict=True)]


def _may_follow(exchange: Exchange, target: Resource, way: Expansion) -> bool:
    try:
        target.authorize(exchange.caller, "read")
    except ForbiddenError:
        if way.by_star:
            return False
        raise
    return True


def _deeper(
    exchange: Exchange, target: Resource, pages: Sequence[Related], way: Expansion
) -> Sequence[Related]:
    if not way.following:
        return pages
    every = [item for page in pages for item in page.items]
    filled = iter(expanded(exchange, target, every, way.following))
    return [replace(page, items=[next(filled) for _ in page.items]) for page in pages]
