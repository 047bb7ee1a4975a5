"""The address that a request comes from, as the proxy in front tells it."""

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """Return the caller's address.

    With a proxy in front, `CLIENT_ADDRESS_HEADER` names the header in which it writes it. A
    proxy appends to what it received, so only the last address of a list can be trusted.
    """
    header = settings.CLIENT_ADDRESS_HEADER
    told = request.headers.get(header, "") if header else ""
    return told.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR", ""))
