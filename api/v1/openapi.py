"""What the documentation page shows: the service as it is declared, and what is beside it."""

from typing import Any

from api.odata.http.openapi.description import describe
from api.scopes import Scope
from api.v1.mount import MOUNT

ROOT = "/api/v1/"
_Json = dict[str, Any]
_SECURITY: list[_Json] = [{"basic": []}, {"oauth2": []}]
_FLOW: _Json = {"tokenUrl": "/oauth/token", "scopes": dict(Scope.choices)}
_SCHEMES: _Json = {
    "basic": {"type": "http", "scheme": "basic"},
    "oauth2": {"type": "oauth2", "flows": {"clientCredentials": _FLOW}},
}
_JSON = "application/json"
_TEXT: _Json = {"type": "string"}


def add_service(result: _Json, **_: object) -> _Json:
    """Add it all to a schema; a postprocessing hook of drf-spectacular."""
    found = describe(MOUNT, ROOT)
    for methods in found["paths"].values():
        for operation in methods.values():
            operation.setdefault("security", _SECURITY)
    result["paths"] = found["paths"] | _beside()
    components = result.setdefault("components", {})
    for kind, named in found["components"].items():
        components.setdefault(kind, {}).update(named)
    components["securitySchemes"] = _SCHEMES
    return result


def _beside() -> _Json:
    checks = {"type": "object", "additionalProperties": _TEXT}
    ready = _object({"status": _TEXT, "checks": checks}, "status")
    return {
        "/oauth/token": {"post": _token()},
        "/health/live": {
            "get": _open(
                "Tell whether the process answers",
                {"200": _object({"status": _TEXT}, "status")},
            )
        },
        "/health/ready": {
            "get": _open("Tell whether requests can be answered", {"200": ready, "503": ready})
        },
    }


def _token() -> _Json:
    token = _object(
        {
            "access_token": _TEXT,
            "token_type": _TEXT,
            "expires_in": {"type": "integer"},
            "scope": _TEXT,
        },
        "access_token",
        "token_type",
    )
    refused = _object({"error": _TEXT, "error_description": _TEXT}, "error")
    found = _open("Get an access token", {"200": token, "400": refused, "401": refused})
    names = ("grant_type", "scope", "client_id", "client_secret")
    form = _object(dict.fromkeys(names, _TEXT), "grant_type")
    form["properties"]["grant_type"] = {"type": "string", "enum": ["client_credentials"]}
    found["security"] = [{}, {"basic": []}]
    found["requestBody"] = {
        "required": True,
        "content": {"application/x-www-form-urlencoded": {"schema": form}},
    }
    return found


def _open(summary: str, answers: _Json) -> _Json:
    return {
        "operationId": summary.replace(" ", "_"),
        "summary": summary,
        "tags": ["Beside the service"],
        "security": [],
        "responses": {
            status: {"description": _SAID[status], "content": {_JSON: {"schema": schema}}}
            for status, schema in answers.items()
        },
    }


def _object(properties: _Json, *required: str) -> _Json:
    return {"type": "object", "properties": properties, "required": list(required)}


_SAID = {
    "200": "Yes.",
    "400": "The request is malformed.",
    "401": "The credentials are wrong.",
    "503": "Not just now.",
}
