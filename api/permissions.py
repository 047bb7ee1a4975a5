"""Who may call: service clients. What each may do, its scopes tell (`api.scopes`)."""

from typing import TYPE_CHECKING

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from api.principal import Principal

if TYPE_CHECKING:
    # REST framework imports this module, by its settings, while it imports its views.
    from rest_framework.views import APIView


class IsClient(BasePermission):
    """Any service client."""

    def has_permission(self, request: Request, _view: "APIView") -> bool:
        """Whether a service client calls."""
        return isinstance(request.user, Principal)
