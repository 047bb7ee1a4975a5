"""Which roles may pass."""

from types import SimpleNamespace

import pytest

from api.models import Role
from api.permissions import IsClient, IsOperator, IsOperatorOrPartner, IsOperatorOrStorefront
from api.principal import Principal


@pytest.mark.parametrize(
    ("permission", "allowed"),
    [
        (IsClient, set(Role)),
        (IsOperator, {Role.OPERATOR}),
        (IsOperatorOrPartner, {Role.OPERATOR, Role.PARTNER}),
        (IsOperatorOrStorefront, {Role.OPERATOR, Role.STOREFRONT}),
    ],
)
def test_lets_exactly_its_roles_pass(permission, allowed):
    def may(user):
        return permission().has_permission(SimpleNamespace(user=user), None)

    assert {role for role in Role if may(Principal("c", role, None))} == allowed
    assert not may(None)
