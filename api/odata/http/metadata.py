"""$metadata: XML unless JSON is preferred, kept by clients by its tag (Part 1, 11.1.2)."""

from functools import cache
from hashlib import sha256

from django.http import HttpRequest, HttpResponse

from api.odata.headers.entity_tags import EntityTag
from api.odata.headers.negotiation import negotiate
from api.odata.headers.versions import ODataVersion
from api.odata.http import answers
from api.odata.http.mount import Mount
from api.odata.http.offered import offer_of
from api.odata.http.preconditions import is_unchanged
from api.odata.payload import csdl_json, csdl_xml

_FORMS = (csdl_xml.CONTENT_TYPE, csdl_json.CONTENT_TYPE)


def metadata(
    mount: Mount, request: HttpRequest, format_option: str | None, version: ODataVersion
) -> HttpResponse:
    """Return the document that the client likes best, or 304 if it has that already."""
    form = negotiate(request.headers.get("Accept"), format_option, _FORMS)
    document, tag = _document(mount, form, version)
    if is_unchanged(request, tag):
        response = answers.empty(304)
    else:
        response = HttpResponse(document, content_type=form)
    response["ETag"] = str(tag)
    response["Cache-Control"] = "private, no-cache"
    return response


@cache
def _document(mount: Mount, form: str, version: ODataVersion) -> tuple[bytes, EntityTag]:
    offer = offer_of(mount)
    if form == csdl_xml.CONTENT_TYPE:
        document = csdl_xml.render_xml(mount.model, offer)
    else:
        document = csdl_json.render_json(mount.model, offer, version)
    return document, EntityTag(sha256(document).hexdigest()[:32])
