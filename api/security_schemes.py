"""How the OpenAPI description says who may call."""

from typing import TYPE_CHECKING

from drf_spectacular.extensions import OpenApiAuthenticationExtension

if TYPE_CHECKING:
    from drf_spectacular.openapi import AutoSchema


class BasicScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """A client's id and secret."""

    target_class = "api.authentication.BasicClientAuthentication"
    name = "basic"

    def get_security_definition(self, _auto_schema: "AutoSchema") -> dict[str, object]:
        """OpenAPI's words for HTTP Basic."""
        return {"type": "http", "scheme": "basic"}


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """An access token."""

    target_class = "api.authentication.BearerAuthentication"
    name = "oauth2"

    def get_security_definition(self, _auto_schema: "AutoSchema") -> dict[str, object]:
        """OpenAPI's words for OAuth 2 client credentials."""
        flow = {"tokenUrl": "/oauth/token", "scopes": {}}
        return {"type": "oauth2", "flows": {"clientCredentials": flow}}
