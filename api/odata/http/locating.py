"""Paths through navigations to one entity, made those of the entity itself."""

from dataclasses import replace

from api.odata.http.exchange import Exchange
from api.odata.resource_path import PathKind, ResourcePath


def located(exchange: Exchange) -> ResourcePath:
    """Return the path with each entity that it leads through named by its own key.

    So `Tokens('a')/order/tokens` becomes `Orders(…)/tokens`. What is read where a navigation
    to one entity ends keeps its path, since there may be nothing. Raises: MissingError where
    nothing is on the way, ForbiddenError where the caller may not read what is.
    """
    path = exchange.path
    if path.parent is None:
        return path
    to_one = path.kind in {PathKind.ENTITY, PathKind.REFERENCE}
    ends_there = to_one and exchange.request.method in {"GET", "HEAD"}
    above = _canonical(exchange, path.parent)
    path = replace(path, parent=above)
    return path if ends_there else _canonical(exchange, path)


def _canonical(exchange: Exchange, path: ResourcePath) -> ResourcePath:
    resource = exchange.mount.resource_of(path)
    resource.authorize(exchange.caller, "read")
    if path.parent is None or path.via is None:
        return path
    path = replace(path, parent=_canonical(exchange, path.parent))
    if path.via is None or path.via.collection or path.key:
        return path
    entity = replace(path, kind=PathKind.ENTITY, property=None, action=None)
    found = resource.find_related(replace(exchange, path=entity))
    if found is None:
        raise resource.missing_at(entity)
    key = {name: found.row[name] for name in path.entity_set.type.key}
    return replace(path, key=key, parent=None, via=None)
