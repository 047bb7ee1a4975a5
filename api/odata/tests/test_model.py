"""What a declaration implies."""

import pytest

from api.odata.model import EdmType, EntitySet, EntityType, Navigation, Property, Service
from api.odata.tests.sample import ORDER, SERVICE


class TestProperty:
    def test_is_kept_in_a_field_of_its_name_in_snake_case(self):
        assert Property("reservedByBillingAccountId", EdmType.STRING).field == (
            "reserved_by_billing_account_id"
        )
        assert Property("catalogId", EdmType.STRING, field="catalog__id").field == "catalog__id"

    def test_must_be_given_unless_something_else_provides_it(self):
        assert Property("a", EdmType.STRING).required
        assert not Property("a", EdmType.STRING, nullable=True).required
        assert not Property("a", EdmType.STRING, computed=True).required
        assert not Property("a", EdmType.STRING, optional=True).required


class TestEntityType:
    def test_shows_all_but_streams(self):
        assert "package" not in {each.name for each in ORDER.structural}

    def test_refuses_a_key_that_is_not_declared(self):
        with pytest.raises(KeyError):
            EntityType("A", ("id",), ()).key_properties  # noqa: B018


class TestService:
    def test_takes_its_own_namespace_off_in_any_case(self):
        assert SERVICE.unqualified("contoso.Activate") == "Activate"
        assert SERVICE.unqualified("Other.Activate") == "Other.Activate"
        assert SERVICE.unqualified("Activate") == "Activate"
        assert SERVICE.qualified("Order") == "Contoso.Order"

    def test_a_navigation_must_lead_to_a_set_of_it(self):
        lost = Navigation("others", "Others")
        service = Service((EntitySet("Orders", ORDER),))
        with pytest.raises(LookupError):
            service.target(lost)
