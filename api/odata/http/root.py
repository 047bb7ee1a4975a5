"""What stands at the root: the service document and, beside it, $metadata and $batch."""

from functools import cache

from django.http import HttpRequest, HttpResponse

from api.odata.errors import MethodNotAllowedError
from api.odata.headers.negotiation import negotiate, negotiate_json
from api.odata.headers.versions import ODataVersion
from api.odata.model import Service
from api.odata.payload.csdl import CONTENT_TYPE, render_metadata
from api.odata.payload.rendering import Renderer
from api.odata.payload.urls import ServiceUrls
from api.odata.resource_path import SystemResource


def answer(
    found: SystemResource,
    request: HttpRequest,
    urls: ServiceUrls,
    version: ODataVersion,
    service: Service,
) -> HttpResponse:
    """Answer for a resource of the root."""
    accept, form_option = request.headers.get("Accept"), request.GET.get("$format")
    if request.method not in {"GET", "HEAD"}:
        raise MethodNotAllowedError(request.method or "", ["GET", "HEAD"])
    if found is SystemResource.METADATA:
        negotiate(accept, form_option, (CONTENT_TYPE,))
        return HttpResponse(_metadata(service), content_type=CONTENT_TYPE)
    form = negotiate_json(accept, form_option)
    renderer = Renderer(service, urls, version, form)
    return HttpResponse(renderer.service_document(), content_type=renderer.content_type)


@cache
def _metadata(service: Service) -> bytes:
    return render_metadata(service)
