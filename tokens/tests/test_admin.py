"""The write side's pages open, and change nothing but the catalog and dead letters."""

from uuid import uuid4

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse, reverse_lazy

from tokens.application.codes import token_of
from tokens.bootstrap import application
from tokens.domain.ids import OrderId
from tokens.domain.ordering.commands import PlaceOrder
from tokens.models import OperatorCommand, PartnerCertificate
from tokens.tests.harness import NORTHWIND, PostgresHarness
from tokens.tests.partners import P256, RSA, certificate_pem


@pytest.fixture
def harness(db):
    harness = PostgresHarness()
    harness.mint(5)
    harness.execute(PlaceOrder(OrderId(uuid4()), harness.item, NORTHWIND, 2))
    return harness


class TestPages:
    @pytest.mark.parametrize(
        "model", ["partnercertificate", "event", "lot", "message", "deadletter"]
    )
    def test_open(self, admin_client, harness, model):
        assert admin_client.get(reverse(f"admin:tokens_{model}_changelist")).status_code == 200

    @pytest.mark.parametrize("model", ["event", "lot", "message", "deadletter"])
    def test_add_nothing(self, admin_client, harness, model):
        assert admin_client.get(reverse(f"admin:tokens_{model}_add")).status_code == 403


class TestCertificates:
    address = reverse_lazy("admin:tokens_partnercertificate_add")

    def upload(self, admin_client, pem):
        form = {"billing_account_id": "northwind", "pem": pem}
        return admin_client.post(self.address, form)

    def test_are_uploaded_and_shown(self, admin_client, db):
        for partner in (RSA, P256):
            assert self.upload(admin_client, partner.pem).status_code == 302
        found = PartnerCertificate.objects.filter(billing_account_id="northwind")
        current = found.get(current=True)
        assert (found.count(), current.thumbprint) == (2, P256.certificate.thumbprint)
        assert current.uploaded_by == "admin"
        page = reverse("admin:tokens_partnercertificate_change", args=[current.pk])
        assert P256.certificate.sha256 in admin_client.get(page).content.decode()

    def test_are_refused_with_a_reason(self, admin_client, db):
        answer = self.upload(admin_client, certificate_pem(RSA.key, "digital_signature"))
        assert "key usage lacks keyEncipherment" in answer.content.decode()
        assert not PartnerCertificate.objects.exists()


class TestTracing:
    @pytest.fixture
    def code(self, db):
        """The code of a token that was sold."""
        application.cache_clear()
        harness = PostgresHarness()
        mint = harness.mint(5)
        harness.order(5)
        serials = application().serials.of(mint)
        return application().codes.issue(serials.epoch, serials.first, mint)

    def test_leads_to_the_token_and_keeps_the_code_nowhere(self, admin_client, code, caplog):
        caplog.set_level(0)
        page = admin_client.post(reverse("trace_code"), {"code": f" {code.lower()} "})
        token_id = token_of(code, application().codes, application().serials)
        there = reverse("admin:projections_token_change", args=[token_id])
        assert (page.status_code, page["Location"]) == (302, there)
        assert "no-store" in page.headers["Cache-Control"]
        text = admin_client.get(there).content.decode() + caplog.text
        assert "northwind" in text
        assert "TokenActivated" in text
        assert code not in text
        assert code.lower() not in text
        assert not OperatorCommand.objects.exists()
        assert not LogEntry.objects.exists()

    def test_takes_the_id_of_a_token_too(self, admin_client, code):
        token_id = token_of(code, application().codes, application().serials)
        page = admin_client.post(reverse("trace_code"), {"code": f" {token_id} "})
        there = reverse("admin:projections_token_change", args=[token_id])
        assert (page.status_code, page["Location"]) == (302, there)

    @pytest.mark.parametrize("typed", ["", "nonsense", "00000-00000-00000-00000-00000"])
    def test_a_wrong_code_is_refused_and_not_repeated(self, admin_client, db, typed):
        page = admin_client.post(reverse("trace_code"), {"code": typed})
        assert page.status_code == 400
        assert "nonsense" not in page.content.decode()

    def test_is_for_those_who_may_see_events(self, client, django_user_model):
        client.force_login(django_user_model.objects.create_user("ann", is_staff=True))
        assert client.get(reverse("trace_code")).status_code == 403
