"""What stands at the root: the service document and, beside it, $metadata and $batch."""

from django.http import HttpRequest, HttpResponse

from api.odata.errors import MethodNotAllowedError
from api.odata.headers.negotiation import negotiate_json
from api.odata.headers.versions import ODataVersion
from api.odata.http.metadata import metadata
from api.odata.http.mount import Mount
from api.odata.option_names import VALUE, SortedOptions
from api.odata.payload.rendering import Renderer
from api.odata.payload.urls import ServiceUrls
from api.odata.query_string import split_query
from api.odata.resource_path import SystemResource


def answer(
    found: SystemResource,
    request: HttpRequest,
    urls: ServiceUrls,
    version: ODataVersion,
    mount: Mount,
) -> HttpResponse:
    """Answer for a resource of the root."""
    if request.method not in {"GET", "HEAD"}:
        raise MethodNotAllowedError(request.method or "", ["GET", "HEAD"])
    pairs = split_query(request.META.get("QUERY_STRING", ""))
    form_option = SortedOptions(pairs, VALUE, frozenset()).system.get("format")
    if found is SystemResource.METADATA:
        return metadata(mount, request, form_option, version)
    form = negotiate_json(request.headers.get("Accept"), form_option)
    renderer = Renderer(mount.model, urls, version, form)
    return HttpResponse(renderer.service_document(), content_type=renderer.content_type)
