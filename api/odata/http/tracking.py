"""Tracking changes: a collection with a link to what changes later (Part 1, 11.3)."""

from dataclasses import replace

from django.http import HttpResponse

from api.odata.delta_tokens import DeltaToken
from api.odata.errors import BadRequestError
from api.odata.http import answers
from api.odata.http.exchange import Exchange
from api.odata.http.resource import Horizon, Page, Resource
from api.odata.http.table import collection_url
from api.odata.option_names import system_name
from api.odata.paging import delta_link
from api.odata.payload.rendering import Renderer
from api.odata.problems import GoneError
from api.odata.query_options import QueryOptions

_OF_CHANGES = frozenset({"deltatoken", "apply", "filter", "search", "select", "format"})
"""Of $apply what is no more than a filter."""


def began(resource: Resource, exchange: Exchange, options: QueryOptions) -> DeltaToken | None:
    """Return the token of a client that tracks changes, or that begins to by preference.

    None where it does neither, or where what it asks for cannot be tracked. Raises: GoneError
    for a token of an era that is over.
    """
    if options.delta_token is not None:
        return _continued(options.delta_token, resource.horizon(exchange))
    if not exchange.preferences.track_changes or not resource.tracks:
        return None
    one_page = options.top is not None or options.skip or options.skip_token is not None
    if one_page or options.apply is not None or options.compute or options.expand:
        return None
    exchange.applies("track-changes")
    # Before anything is read, so that what changes meanwhile is told later.
    now = resource.horizon(exchange)
    return DeltaToken(until=now.place, era=now.era)


def _continued(token: DeltaToken, now: Horizon) -> DeltaToken:
    if token.era != now.era:
        message = (
            "What has changed since cannot be told any more; read the collection anew with "
            "Prefer: odata.track-changes."
        )
        raise GoneError(message, code="DeltaLinkGone", target="$deltatoken")
    return replace(token, until=now.place) if token.until is None else token


def links(
    exchange: Exchange, options: QueryOptions, token: DeltaToken, page: Page
) -> tuple[str | None, str | None]:
    """Return the nextLink and the deltaLink of a page of all that there is."""
    if page.next_link is None:
        following = DeltaToken(after=token.until, era=token.era)
        return None, delta_link(collection_url(exchange), options, following)
    if options.delta_token is None:
        return f"{page.next_link}&$deltatoken={token.encode()}", None
    return page.next_link, None


def changes(
    resource: Resource,
    exchange: Exchange,
    renderer: Renderer,
    options: QueryOptions,
    token: DeltaToken,
) -> HttpResponse:
    """200 with a page of what has changed after a place."""
    given = {system_name(name) for name, _ in options.pairs if name not in options.custom}
    unfit = sorted(each for each in given - _OF_CHANGES if each)
    if options.apply is not None:
        unfit.append("apply")
    if unfit:
        message = f"${unfit[0]} does not go with $deltatoken; follow @odata.deltaLink as it is"
        raise BadRequestError(message, target=f"${unfit[0]}")
    found = resource.changes(exchange, options, token.after or 0)
    if exchange.preferences.max_page_size is not None:
        exchange.applies("maxpagesize")
    url, is_last = collection_url(exchange), found.more is None
    following = (
        replace(token, after=token.until, until=None)
        if is_last
        else replace(token, after=found.more)
    )
    link = delta_link(url, options, following)
    body = renderer.changes(
        resource.shown,
        found.shown,
        options.shown(resource.shown.type),
        next_link=None if is_last else link,
        delta_link=link if is_last else None,
        operations=options.operations,
    )
    response = HttpResponse(body, content_type=renderer.content_type)
    return answers.tagged(response, None, exchange)
