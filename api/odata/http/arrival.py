"""What arrives: the path as it was sent, and the request made into an exchange."""

from urllib.parse import quote, urlencode, urlsplit
from uuid import uuid4

from django.http import HttpRequest

from api.odata.errors import BadRequestError
from api.odata.headers.preferences import parse_preferences
from api.odata.headers.versions import ODataVersion
from api.odata.http.exchange import Exchange
from api.odata.http.hooks import Once
from api.odata.http.mount import Mount
from api.odata.model import Service
from api.odata.names import shown
from api.odata.payload.urls import MONITORS, ServiceUrls
from api.odata.query_string import split_query
from api.odata.resource_path import PathKind, ResourcePath, SystemResource, resolve

_PATH_CHARACTERS = "/'(),=@$:;*!~-._"


def named_by(
    request: HttpRequest, path: str, service: Service
) -> ResourcePath | SystemResource:
    """Return what the path names; `path` is the part below the root, decoded."""
    base = request.path.removesuffix(path)
    sent = request.META.get("RAW_URI") or request.META.get("REQUEST_URI") or ""
    # %2F in a key is no separator: only the path as it was sent tells.
    _, found, below = sent.partition("?")[0].partition(base)
    encoded = below if found else quote(path, safe=_PATH_CHARACTERS)
    return resolve(encoded, service, aliases=_aliases(request) if "@" in path else None)


def named_by_id(
    request: HttpRequest, urls: ServiceUrls, service: Service
) -> tuple[ResourcePath, str]:
    """Return the entity that `$entity?$id=…` names, and the rest of the query.

    Raises: BadRequestError where it names none of this service's.
    """
    pairs = split_query(request.META.get("QUERY_STRING", ""))
    given = [value for name, value in pairs if name.lower() in {"$id", "id"}]
    rest = [pair for pair in pairs if pair[0].lower() not in {"$id", "id"}]
    if len(given) != 1:
        message = "$entity needs the id of an entity once: $entity?$id=…"
        raise BadRequestError(message, target="$id")
    here = urlsplit(urls.root)
    below = given[0].removeprefix(urls.root).removeprefix(here.path)
    found = resolve(quote(below, safe=_PATH_CHARACTERS + "%"), service)
    if not isinstance(found, ResourcePath) or found.kind is not PathKind.ENTITY:
        message = f"{shown(given[0])} is not the id of an entity of this service"
        raise BadRequestError(message, target="$id")
    return found, urlencode(rest)


def _aliases(request: HttpRequest) -> dict[str, str]:
    pairs = split_query(request.META.get("QUERY_STRING", ""))
    return {name: value for name, value in pairs if name.startswith("@")}


def urls_of(request: HttpRequest, path: str) -> ServiceUrls:
    """Return the URLs of the service as this client reaches it."""
    base = request.path.removesuffix(path).removesuffix(MONITORS)
    return ServiceUrls(request.build_absolute_uri(base))


def exchange_of(
    mount: Mount,
    request: HttpRequest,
    caller: object,
    found: ResourcePath,
    urls: ServiceUrls,
    *,
    correlation_id: str,
    version: ODataVersion,
    once: Once | None,
) -> Exchange:
    """Return the request, understood."""
    return Exchange(
        mount,
        request,
        caller,
        found,
        correlation_id,
        version,
        parse_preferences(request.headers.get("Prefer")),
        urls,
        uuid4() if once is None else once.new_id,
    )


def name_route(
    request: HttpRequest, found: ResourcePath | SystemResource, mount: Mount
) -> None:
    """Give the metrics the sort of path, so that no path becomes a series of its own."""
    if request.resolver_match is None:
        return
    if isinstance(found, SystemResource):
        request.resolver_match.route = f"{mount.name}/{found.value}"
    else:
        above = f"{found.parent.entity_set.name}/" if found.parent else ""
        action = f" {found.action.name}" if found.action else ""
        sort = f"{found.entity_set.name} {found.kind.value}{action}"
        request.resolver_match.route = f"{mount.name}/{above}{sort}"
