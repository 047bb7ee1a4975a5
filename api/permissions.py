"""Who may call: one class a set of roles. Whose things are whose, the queries decide."""

from typing import TYPE_CHECKING

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from api.models import Role
from api.principal import Principal

if TYPE_CHECKING:
    # REST framework imports this module, by its settings, while it imports its views.
    from rest_framework.views import APIView


class IsClient(BasePermission):
    """Any service client; subclasses narrow the roles."""

    roles: frozenset[str] = frozenset(Role.values)

    def has_permission(self, request: Request, _view: "APIView") -> bool:
        """Whether the caller's role is among ours."""
        caller = request.user
        return isinstance(caller, Principal) and caller.role in self.roles


class IsOperator(IsClient):
    """Operators alone."""

    roles = frozenset({Role.OPERATOR})


class IsOperatorOrPartner(IsClient):
    """Those who order and print."""

    roles = frozenset({Role.OPERATOR, Role.PARTNER})


class IsOperatorOrStorefront(IsClient):
    """Those who redeem."""

    roles = frozenset({Role.OPERATOR, Role.STOREFRONT})
