"""What a service client may be."""

import pytest
from django.db import IntegrityError

from api.models import Client, Role

pytestmark = pytest.mark.django_db


class TestClient:
    def test_a_partner_needs_an_account(self):
        with pytest.raises(IntegrityError):
            Client.objects.create(id="p", name="P", role=Role.PARTNER)

    @pytest.mark.parametrize("role", [Role.OPERATOR, Role.STOREFRONT])
    def test_others_have_none(self, role):
        with pytest.raises(IntegrityError):
            Client.objects.create(id="o", name="O", role=role, billing_account_id="x")
