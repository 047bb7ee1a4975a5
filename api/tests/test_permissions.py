"""Who may pass."""

from types import SimpleNamespace

import pytest

from api.models import Role
from api.permissions import IsClient
from api.principal import Principal


@pytest.mark.parametrize("role", Role)
def test_lets_every_client_pass_and_nobody_else(role):
    def may(user):
        return IsClient().has_permission(SimpleNamespace(user=user), None)

    assert may(Principal("c", role, None))
    assert not may(None)
