"""Media streams and stream properties: read, also in part, and written (Part 1, 11.2.3)."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase

from api.odata.errors import NotImplementedFeatureError, UnsupportedMediaTypeError
from api.odata.headers.media_types import parse_media_range
from api.odata.http import answers
from api.odata.http.batching.parts import PART
from api.odata.http.exchange import Exchange
from api.odata.http.preconditions import check_wanted, is_unchanged
from api.odata.http.resource import Resource
from api.odata.http.stream import stream_response
from api.odata.option_names import VALUE
from api.odata.payload.item import Item


def show(resource: Resource, exchange: Exchange) -> HttpResponseBase:
    """200 with the stream, 206 with a part of it."""
    exchange.options(resource.shown.type, VALUE)
    resource.make_ready(exchange)
    stream = resource.stream(exchange)
    if not isinstance(stream.content, bytes) and PART in exchange.request.META:
        # The answers of a batch are held until all are there.
        feature = "reading so long a stream in a batch"
        raise NotImplementedFeatureError(feature)
    check_wanted(exchange.request, stream.tag)
    if is_unchanged(exchange.request, stream.tag):
        return answers.tagged(answers.empty(304), stream.tag, exchange)
    return answers.tagged(stream_response(exchange.request, stream), stream.tag, exchange)


def put(resource: Resource, exchange: Exchange) -> HttpResponse:
    """Replace the stream by the body, whatever that is."""
    exchange.options(resource.shown.type, VALUE)
    item = resource.write_stream(exchange, exchange.request.body, _content_type(exchange))
    return answers.tagged(answers.empty(204), item.etag, exchange)


def create(resource: Resource, exchange: Exchange) -> Item:
    """Create a media entity: the body is its stream, even where it is JSON."""
    return resource.create_stream(exchange, exchange.request.body, _content_type(exchange))


def _content_type(exchange: Exchange) -> str:
    given = exchange.request.headers.get("Content-Type", "")
    if parse_media_range(given) is None:
        message = "say what the stream is, by a Content-Type"
        raise UnsupportedMediaTypeError(message, target="Content-Type")
    return given
