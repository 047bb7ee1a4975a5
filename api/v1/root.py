"""What stands at the root: the service document and, beside it, $metadata and $batch."""

from django.http import HttpRequest, HttpResponse

from api.odata.errors import MethodNotAllowedError, NotImplementedFeatureError
from api.odata.headers.negotiation import negotiate_json
from api.odata.headers.versions import ODataVersion
from api.odata.payload.rendering import Renderer
from api.odata.payload.urls import ServiceUrls
from api.odata.resource_path import SystemResource
from api.v1.model import SERVICE


def answer(
    found: SystemResource, request: HttpRequest, urls: ServiceUrls, version: ODataVersion
) -> HttpResponse:
    """Answer for a resource of the root."""
    if found is SystemResource.BATCH:
        feature = "$batch"
        raise NotImplementedFeatureError(feature)
    if request.method not in {"GET", "HEAD"}:
        raise MethodNotAllowedError(request.method or "", ["GET", "HEAD"])
    if found is SystemResource.METADATA:
        feature = "$metadata"
        raise NotImplementedFeatureError(feature)
    form = negotiate_json(request.headers.get("Accept"), request.GET.get("$format"))
    renderer = Renderer(SERVICE, urls, version, form)
    return HttpResponse(renderer.service_document(), content_type=renderer.content_type)
