"""The pages of billing accounts."""

from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse
from django.utils.html import escape

from api.models import Client
from projections.models import Lot
from projections.tests.operators import settle, signed_in
from projections.tests.past import leave_behind
from tokens.adapters.postgres.certificates import keep_certificate
from tokens.admin.links import account_address
from tokens.bootstrap import application
from tokens.domain.ids import AccountId, CatalogId, MintRequestId, OrderId, PrintJobId
from tokens.domain.minting.commands import Mint
from tokens.domain.ordering.commands import PlaceOrder
from tokens.domain.ports import Origin
from tokens.domain.printing.commands import Print
from tokens.domain.token.commands import RedeemToken
from tokens.domain.token.identifier import TokenId
from tokens.models import CatalogItem
from tokens.tests.partners import P256

pytestmark = pytest.mark.django_db(transaction=True)
ORIGIN = Origin("test", None, "tester")


def run(*commands):
    for command in commands:
        application().bus.execute(command, ORIGIN)
        settle()


@pytest.fixture
def item():
    """A catalog item of this test alone: the log keeps the stock of others."""
    return CatalogId(CatalogItem.objects.create(id=f"card-{uuid4().hex[:8]}", name="Card").pk)


@pytest.fixture
def northwind(item):
    """An account with an order of a million, a print job, a certificate and a client."""
    leave_behind()
    # The log keeps what other tests did.
    account, mint = AccountId(f"north & wind {uuid4().hex[:8]}"), MintRequestId(uuid4())
    keep_certificate(P256.certificate, account, application().clock.now(), "tester")
    Client.objects.create(id="nw", name="Feed", role="partner", billing_account_id=account)
    order, job = OrderId(uuid4()), PrintJobId(uuid4())
    run(
        Mint(mint, item, 1_000_000_000),
        PlaceOrder(order, item, account, 1_000_000, activate=True),
        Print(job, item, account, 20),
    )
    lot = Lot.objects.get(order_id=order)
    first = TokenId(MintRequestId(lot.mint_request_id), lot.start)
    run(RedeemToken(first, account_id=AccountId("ada")))
    return account, order, job


class TestPartner:
    def test_everything_of_it_is_told(self, northwind, django_assert_max_num_queries):
        account, order, job = northwind
        olga = signed_in("olga", "Security officer")
        with django_assert_max_num_queries(13):
            told = olga.get(account_address(account)).content.decode()
        assert f"Billing account {escape(account)}" in told
        numbers = [cell.split("<")[0] for cell in told.split("console-number")]
        cells = " ".join(numbers)
        assert all(f">{many}" in cells for many in ("20", "999,999", "1", "0"))
        for name, key in (("order", order), ("printjob", job)):
            assert reverse(f"admin:projections_{name}_change", args=[key]) in told
        assert P256.certificate.thumbprint in told
        assert reverse("admin:api_client_change", args=["nw"]) in told

    def test_its_lists_are_those_of_the_account_alone(self, northwind, item):
        account, order, _ = northwind
        run(PlaceOrder(OrderId(uuid4()), item, AccountId("other"), 5, activate=True))
        ann = signed_in("ann", "Operator")
        listed = ann.get(
            reverse("admin:projections_order_changelist"), {"billing_account_id": account}
        ).content.decode()
        assert (str(order) in listed, "other" in listed) == (True, False)

    def test_each_sees_what_is_allowed(self, northwind):
        account, *_ = northwind
        ann, vera = signed_in("ann", "Operator"), signed_in("vera", "Viewer")
        told = ann.get(account_address(account)).content.decode()
        begin = reverse("admin:projections_order_add") + "?billing_account_id=north+%26+wind"
        assert (begin in told, "Service clients</h2>" in told) == (True, False)
        assert begin not in vera.get(account_address(account)).content.decode()
        nobody = signed_in("nils", "Nobody")
        assert nobody.get(account_address(account)).status_code == 403
        assert nobody.get(reverse("partners")).status_code == 403

    def test_an_order_is_begun_with_the_account(self, northwind):
        account, *_ = northwind
        address = reverse("admin:projections_order_add")
        ann = signed_in("ann", "Operator")
        told = ann.get(address, {"billing_account_id": account}).content.decode()
        assert f'value="{escape(account)}"' in told

    def test_no_name_has_a_null_character(self):
        ann = signed_in("ann", "Operator")
        assert ann.get(account_address("a\0b")).status_code == 400
        assert ann.get(reverse("partners"), {"q": "a\0b"}).status_code == 400

    @pytest.mark.parametrize("name", ["", "nobody"])
    def test_there_is_no_page_of_what_is_unknown(self, name):
        page = signed_in("ann", "Operator").get(account_address(name))
        assert (page.status_code, b"Billing accounts</h2>" in page.content) == (404, True)

    def test_the_page_of_an_order_leads_to_it(self, northwind):
        account, order, _ = northwind
        page = reverse("admin:projections_order_change", args=[order])
        told = signed_in("ann", "Operator").get(page).content.decode()
        assert f'href="{account_address(account)}"' in told

    def test_certificates_and_clients_lead_to_it(self, northwind):
        account, *_ = northwind
        olga = signed_in("olga", "Security officer")
        certificate = [P256.certificate.thumbprint]
        for page in (
            reverse("admin:api_client_changelist"),
            reverse("admin:tokens_partnercertificate_changelist"),
            reverse("admin:tokens_partnercertificate_change", args=certificate),
        ):
            assert f'href="{account_address(account)}"' in olga.get(page).content.decode()


class TestPartners:
    def test_are_known_from_clients_orders_and_certificates(
        self, northwind, item, django_assert_max_num_queries
    ):
        account, *_ = northwind
        last = f"{account} z"
        run(PlaceOrder(OrderId(uuid4()), item, AccountId(last), 5, activate=True))
        first = account[:-1]
        Client.objects.create(id="al", name="A", role="partner", billing_account_id=first)
        Client.objects.create(id="shop", name="Shop", role="storefront")
        ann = signed_in("ann", "Operator")
        with django_assert_max_num_queries(6):
            told = ann.get(reverse("partners"), {"after": first[:-1]}).content.decode()
        places = [told.index(f">{escape(known)}</a>") for known in (first, account, last)]
        assert places == sorted(places)
        assert '?account="' not in told

    def test_are_paged(self):
        for number in range(51):
            Client.objects.create(
                id=f"c{number}", name="C", role="partner", billing_account_id=f"zz-{number:02}"
            )
        ann = signed_in("ann", "Operator")
        told = ann.get(reverse("partners"), {"after": "zz"}).content.decode()
        assert "?after=zz-49" in told
        last = ann.get(reverse("partners"), {"after": "zz-49"}).content.decode()
        assert ("?account=zz-50" in last, last.count("?account=")) == (True, 1)

    def test_one_is_looked_for(self, northwind):
        account, *_ = northwind
        ann = signed_in("ann", "Operator")
        found = ann.get(reverse("partners"), {"q": f" {account} "})
        assert found["Location"] == account_address(account)
        missed = ann.get(reverse("partners"), {"q": "<nobody>"}).content.decode()
        assert "Nothing is known of an account “&lt;nobody&gt;”" in missed

    def test_cost_no_more_where_orders_are_many(self, northwind):
        with connection.cursor() as cursor:
            cursor.execute(MANY_ORDERS)
            cursor.execute("ANALYZE projections_order")
        ann = signed_in("ann", "Operator")
        with connection.execute_wrapper(no_sequence_of("projections_order")):
            told = ann.get(reverse("partners"), {"after": "man"}).content.decode()
        assert told.count("?account=many-") == 2


MANY_ORDERS = """
INSERT INTO projections_order (id, version, catalog_id, billing_account_id, quantity, state,
    shortage, activate, when_short, created_on, changed_on, position)
SELECT gen_random_uuid(), 1, 'card', 'many-' || number % 2, 1, 'Fulfilled',
    0, true, 'Wait', now(), now(), 1 FROM generate_series(1, 20000) number
"""


def no_sequence_of(table):
    """Return a wrapper that explains each recursive statement first."""

    def explain(execute, sql, params, many, context):
        if "RECURSIVE" in sql:
            with connection.connection.cursor() as cursor:
                plan = cursor.execute(f"EXPLAIN {sql}", params).fetchall()
            assert not any(f"Seq Scan on {table}" in line for (line,) in plan)
        return execute(sql, params, many, context)

    return explain
