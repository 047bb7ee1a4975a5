"""All that OpenAPI says of a mounted service."""

from api.odata.http.mount import Mount
from api.odata.http.offered import offer_of
from api.odata.http.openapi import responses
from api.odata.http.openapi.paths import paths_of, schemas_of
from api.odata.http.openapi.schemas import Json
from api.odata.http.openapi.system import system_paths


def describe(mount: Mount, root: str) -> Json:
    """Return paths and components; `root` is where the service stands, as in `/api/v1/`."""
    offer = offer_of(mount)
    own = [each for each in offer.headers if each.answered]
    components = responses.components(own)
    components["schemas"] |= schemas_of(mount)
    return {
        "paths": system_paths(root, offer) | paths_of(mount, root),
        "components": components,
    }
