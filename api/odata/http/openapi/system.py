"""What stands beside the sets: the service document, $metadata, $batch, status monitors."""

from api.odata.batch.model import BatchFormat
from api.odata.http.monitor import MESSAGE
from api.odata.http.openapi import parameters, responses
from api.odata.http.openapi.responses import JSON, answer
from api.odata.http.openapi.schemas import Json
from api.odata.offer import Offer
from api.odata.option_names import VALUE
from api.odata.payload.urls import MONITORS

XML = "application/xml"
TAG = "Service"
_MISSING = 404
_NOT_ALLOWED = 405

_TEXT: Json = {"type": "string"}
_ANYTHING: Json = {}
_SERVICE: Json = {
    "type": "object",
    "required": ["value"],
    "properties": {"@odata.context": _TEXT, "value": {"type": "array", "items": {}}},
}
_REQUEST: Json = {
    "type": "object",
    "required": ["id", "method", "url"],
    "properties": {
        "id": _TEXT,
        "method": {"type": "string", "enum": ["get", "post", "patch", "put", "delete"]},
        "url": _TEXT,
        "headers": {"type": "object", "additionalProperties": _TEXT},
        "body": _ANYTHING,
        "atomicityGroup": _TEXT,
        "dependsOn": {"type": "array", "items": _TEXT},
    },
}
_RESPONSE: Json = {
    "type": "object",
    "required": ["id", "status"],
    "properties": {
        "id": _TEXT,
        "status": {"type": "integer"},
        "headers": {"type": "object", "additionalProperties": _TEXT},
        "body": _ANYTHING,
        "atomicityGroup": _TEXT,
    },
}


def system_paths(root: str, offer: Offer) -> Json:
    """The service document, $metadata, $batch, and status monitors where there are any."""
    found = {
        root: {"get": _reading("List the entity sets", {JSON: _SERVICE}, offer)},
        f"{root}$metadata": {"get": _metadata(offer)},
        f"{root}$batch": {"post": _batch(offer)},
    }
    if offer.asynchronous:
        found[f"{root}{MONITORS}{{monitor}}"] = _monitor(offer)
    return found


def _reading(summary: str, content: Json, offer: Offer) -> Json:
    own = (each for each in offer.headers if each.reading and each.writing)
    return {
        "operationId": summary.replace(" ", "_").replace("$", ""),
        "summary": summary,
        "tags": [TAG],
        "parameters": parameters.options(VALUE) + parameters.headers(["OData-MaxVersion"], own),
        "responses": {"200": answer("It.", content)}
        | responses.refusals(each for each in responses.READING if each != _MISSING),
    }


def _metadata(offer: Offer) -> Json:
    forms = {XML: _TEXT, JSON: {"type": "object"}}
    found = _reading("Describe the service in $metadata", forms, offer)
    found["parameters"] += parameters.headers(["If-None-Match"], ())
    found["responses"]["304"] = answer("You have it as it is.", None, ["ETag"])
    return found


def _batch(offer: Offer) -> Json:
    summary = "Send several requests in one"
    forms = {BatchFormat.JSON.value: _several("requests", _REQUEST)}
    answers = {BatchFormat.JSON.value: _several("responses", _RESPONSE)}
    for content in (forms, answers):
        content[BatchFormat.MULTIPART.value] = _TEXT
    own = (each for each in offer.headers if each.reading and each.writing)
    return {
        "operationId": summary.replace(" ", "_"),
        "summary": summary,
        "tags": [TAG],
        "parameters": parameters.headers(["OData-MaxVersion", "Prefer"], own),
        "requestBody": {
            "required": True,
            "content": {name: {"schema": schema} for name, schema in forms.items()},
        },
        "responses": {"200": answer("What came of each.", answers, ["Preference-Applied"])}
        | responses.refusals(each for each in responses.WRITING if each != _MISSING),
    }


def _monitor(offer: Offer) -> Json:
    name = {"name": "monitor", "in": "path", "required": True, "schema": _TEXT}
    seen = _reading("Look how far it is", {JSON: {"type": "object"}, MESSAGE: _TEXT}, offer)
    seen["parameters"] = [name, *seen["parameters"]]
    seen["responses"]["200"]["description"] = "What creating it would have answered."
    seen["responses"] |= responses.refusals([_MISSING])
    seen["responses"]["202"] = answer("It is under way.", None, ["Location", "Retry-After"])
    summary = "Cancel what is under way"
    own = (each for each in offer.headers if each.reading and each.writing)
    cancel: Json = {
        "operationId": summary.replace(" ", "_"),
        "summary": summary,
        "tags": [TAG],
        "parameters": [name, *parameters.headers(["OData-MaxVersion"], own)],
        "responses": {"204": answer("It is canceled.")}
        | responses.refusals((*responses.WRITING, _NOT_ALLOWED)),
    }
    return {"get": seen, "delete": cancel}


def _several(name: str, schema: Json) -> Json:
    items = {"type": "array", "items": schema}
    return {"type": "object", "required": [name], "properties": {name: items}}
