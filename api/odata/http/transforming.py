"""GET with a $apply that groups or aggregates: instances of a shape of its own."""

from django.http import HttpResponse

from api.odata.aggregation.results import results
from api.odata.errors import BadRequestError, NotImplementedFeatureError
from api.odata.http import answers
from api.odata.http.exchange import Exchange
from api.odata.http.resource import Resource
from api.odata.http.table import collection_url
from api.odata.paging import PagePlan, next_link
from api.odata.payload.instances import instances
from api.odata.payload.rendering import Renderer
from api.odata.query_options import QueryOptions


def transformed(
    resource: Resource, exchange: Exchange, renderer: Renderer, options: QueryOptions
) -> HttpResponse:
    """200 with a page of instances.

    Raises: NotImplementedFeatureError where the set is not made for it.
    """
    parts = resource.parts(exchange)
    if parts is None or options.apply is None:
        feature = f"$apply on {resource.entity_set.name}"
        raise NotImplementedFeatureError(feature, target="$apply")
    if options.expand:
        message = "$expand does not go with a $apply that groups or aggregates"
        raise BadRequestError(message, target="$expand")
    preferred = exchange.preferences.max_page_size
    plan = PagePlan.of(options, exchange.mount.limits, preferred)
    page = results(parts, options.apply, options, plan)
    if preferred is not None:
        exchange.applies("maxpagesize")
    link = None
    if page.token is not None:
        link = next_link(collection_url(exchange), options, plan, page.token)
    shape = options.apply.shape
    added = [each.property for each in options.compute]
    shown = options.select or (*shape.structural, *added)
    body = instances(
        renderer,
        resource.shown,
        page.rows,
        shown,
        count=page.total,
        next_link=link,
    )
    response = HttpResponse(body, content_type=renderer.content_type)
    return answers.tagged(response, None, exchange)
