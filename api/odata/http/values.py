"""Single properties: read and written as JSON and raw (Part 1, 11.2.4 and 11.4.9)."""

from decimal import Decimal

from django.http import HttpResponse

from api.odata.errors import BadRequestError, UnsupportedMediaTypeError
from api.odata.headers.media_types import parse_media_range
from api.odata.headers.negotiation import negotiate
from api.odata.http import answers
from api.odata.http.exchange import Exchange
from api.odata.http.resource import Resource
from api.odata.model import Property, Scalar
from api.odata.names import shown
from api.odata.option_names import VALUE
from api.odata.payload.item import Item
from api.odata.payload.json_values import read_value
from api.odata.values import from_raw_text, raw_text

TEXT = "text/plain"


def show(resource: Resource, exchange: Exchange) -> HttpResponse:
    """200 with the value; 204 for null."""
    options = exchange.options(resource.shown.type, VALUE)
    renderer = exchange.renderer(options)
    item = _read(resource, exchange)
    declared = _declared(exchange)
    if item.row.get(declared.name) is None:
        return answers.tagged(answers.empty(204), item.etag, exchange)
    body = renderer.property_value(resource.shown, item.row, declared)
    response = HttpResponse(body, content_type=renderer.content_type)
    return answers.tagged(response, item.etag, exchange)


def show_raw(resource: Resource, exchange: Exchange) -> HttpResponse:
    """200 with the value as plain text; 204 for null.

    As with `/$count`, whatever Accept says: many clients send JSON there with every request.
    """
    options = exchange.options(resource.shown.type, VALUE)
    negotiate(None, options.format, (TEXT,))
    item = _read(resource, exchange)
    value = item.row.get(_declared(exchange).name)
    if value is None:
        return answers.tagged(answers.empty(204), item.etag, exchange)
    response = HttpResponse(raw_text(value), content_type=f"{TEXT};charset=utf-8")
    return answers.tagged(response, item.etag, exchange)


def put(resource: Resource, exchange: Exchange) -> HttpResponse:
    """Give a property the value that the body has."""
    declared = _declared(exchange)
    value = exchange.body((declared.named("value"),))["value"]
    return _write(resource, exchange, value)


def put_raw(resource: Resource, exchange: Exchange) -> HttpResponse:
    """Give a property the value that the body is, as plain text."""
    declared = _declared(exchange)
    given = exchange.request.headers.get("Content-Type")
    found = parse_media_range(given) if given else None
    if found is None or found.type != TEXT:
        message = f"a raw value must come as {TEXT}, not {shown(given or 'untyped')}"
        raise UnsupportedMediaTypeError(message, target="Content-Type")
    try:
        text = exchange.request.body.decode()
        value = from_raw_text(text, declared.type)
    except ValueError as error:
        message = f"the body is no value of {declared.name}"
        raise BadRequestError(message, code="InvalidValue", target=declared.name) from error
    plain = value if isinstance(value, int | Decimal) else text
    return _write(resource, exchange, read_value(plain, declared, ieee754=False))


def clear(resource: Resource, exchange: Exchange) -> HttpResponse:
    """Make a property null."""
    declared = _declared(exchange)
    if not declared.nullable:
        message = f"{declared.name} cannot be null"
        raise BadRequestError(message, code="InvalidValue", target=declared.name)
    return _write(resource, exchange, None)


def _write(resource: Resource, exchange: Exchange, value: Scalar) -> HttpResponse:
    options = exchange.options(resource.shown.type, VALUE)
    renderer = exchange.renderer(options)
    declared = _declared(exchange)
    item = resource.update(exchange, {declared.name: value})
    if exchange.preferences.returns == "representation" and value is not None:
        exchange.applies("return")
        body = renderer.property_value(resource.shown, item.row, declared)
        response = HttpResponse(body, content_type=renderer.content_type)
        return answers.tagged(response, item.etag, exchange)
    return answers.tagged(answers.empty(204), item.etag, exchange)


def _read(resource: Resource, exchange: Exchange) -> Item:
    resource.make_ready(exchange)
    return resource.find(exchange)


def _declared(exchange: Exchange) -> Property:
    found = exchange.path.property
    if found is None:
        raise LookupError(exchange.path)
    return found
