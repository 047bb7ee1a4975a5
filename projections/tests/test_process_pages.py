"""What the pages of processes tell beyond their tokens, and how their lists behave."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from projections import tasks
from projections.admin import beginning
from projections.admin.mint_jobs import MintJobs
from projections.models import Lot, MintRequest, Order, PrintJob
from projections.tests.operators import settle, signed_in
from projections.tests.past import leave_behind
from tokens.adapters.postgres.certificates import keep_certificate
from tokens.bootstrap import application
from tokens.domain.ids import AccountId, CatalogId, MintRequestId, OrderId, PrintJobId
from tokens.domain.minting.commands import CancelMint, Mint
from tokens.domain.ordering.commands import CancelOrder, PlaceOrder
from tokens.domain.ports import Origin
from tokens.domain.printing.commands import DownloadPackage, Print, PrintTokens
from tokens.domain.printing.spans import Span
from tokens.domain.token.commands import VoidToken
from tokens.domain.token.identifier import TokenId
from tokens.models import CatalogItem, Event
from tokens.tests.partners import P256

pytestmark = pytest.mark.django_db(transaction=True)
ORIGIN = Origin("test", None, "tester")


def run(*commands):
    for command in commands:
        application().bus.execute(command, ORIGIN)
        settle()


@pytest.fixture
def item(settings):
    leave_behind()
    settings.POSITION_WAIT_SECONDS = 0
    return CatalogId(CatalogItem.objects.create(id=f"item-{uuid4().hex[:8]}", name="Card").pk)


@pytest.fixture
def ann(item):
    return signed_in("ann", "Operator")


def page_of(client, model, key, **query):
    address = reverse(f"admin:projections_{model}_change", args=[key])
    return client.get(address, query).content.decode()


def list_of(client, model, **query):
    return client.get(reverse(f"admin:projections_{model}_changelist"), query).content.decode()


def rows_of(told, title):
    """Return the texts of the cells of a table, row by row."""
    body = told.split(f"{title}</h2>")[1].split("<tbody>")[1].split("</tbody>")[0]
    rows = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL) for row in body.split("</tr>")]
    return [[re.sub("<[^>]*>", "", cell) for cell in row] for row in rows if row]


class TestMintRequest:
    def test_the_runs_of_a_billion_are_folded(self, ann, item):
        key = MintRequestId(uuid4())
        run(Mint(key, item, 1_000_000_000))
        told = page_of(ann, "mintrequest", key)
        assert "1,000 of 1,000 over, in 63 runs" in told
        folded = rows_of(told, "Runs (the latest 5 of 63)")
        assert len(folded) == 5
        runs = rows_of(page_of(ann, "mintrequest", key, runs="all"), "Runs")
        assert len(runs) == 63
        assert sum(int(tokens.replace(",", "")) for _, _, tokens, *_ in runs) == 1_000_000_000
        assert {state for *_, state, _ in runs} == {"minted"}

    def test_tells_the_epoch_and_the_rate(self, ann, item):
        key = MintRequestId(uuid4())
        run(Mint(key, item, 1000))
        jobs = MintJobs(MintRequest.objects.get(pk=key))
        begun, over = Event.objects.filter(
            stream=f"mint-request-{key}", type__in=("mint.requested.v1", "mint.job-finished.v1")
        ).order_by("version")
        assert jobs.epoch == begun.data["epoch"]
        seconds = (over.recorded_on - begun.recorded_on).total_seconds()
        assert jobs.rate == f"{1000 / seconds:,.0f}"

    def test_the_rate_of_the_list_is_of_what_runs(self, ann, item):
        key = MintRequestId(uuid4())
        application().bus.execute(Mint(key, item, 5_000_000), ORIGIN)
        application().bus.deliver(1)
        tasks.catch_up()
        row = MintRequest.objects.get(pk=key)
        row.created_on = row.changed_on - timedelta(seconds=10)
        row.save()
        assert f"{row.minted // 10:,}" in list_of(ann, "mintrequest", q=str(key))
        settle()
        assert f"{row.minted // 10:,}" not in list_of(ann, "mintrequest", q=str(key))

    def test_what_was_canceled_tells_which_runs_never_started(self, ann, item):
        key = MintRequestId(uuid4())
        application().bus.execute(Mint(key, item, 5_000_000), ORIGIN)
        application().bus.deliver(1)
        run(CancelMint(key))
        told = page_of(ann, "mintrequest", key)
        states = [state for *_, state, _ in rows_of(told, "Runs")]
        assert (states.count("minted"), states.count("stopped")) == (1, 4)

    def test_lots_lead_to_whom_they_are_reserved_for(self, ann, item):
        key, order, job = MintRequestId(uuid4()), OrderId(uuid4()), PrintJobId(uuid4())
        account = AccountId(f"account-{uuid4().hex[:8]}")
        keep_certificate(P256.certificate, account, application().clock.now(), "tester")
        run(
            Mint(key, item, 1000),
            PlaceOrder(order, item, account, 10, activate=True),
            Print(job, item, account, 10),
        )
        told = page_of(ann, "mintrequest", key)
        for name, holder in (("order", order), ("printjob", job)):
            assert reverse(f"admin:projections_{name}_change", args=[holder]) in told

    def test_has_neither_history_nor_a_bar_to_close_it(self, ann, item):
        key = MintRequestId(uuid4())
        run(Mint(key, item, 10))
        told = page_of(ann, "mintrequest", key)
        assert ("/history/" in told, 'id="submit-row"' in told) == (False, False)


class TestList:
    def test_refreshes_itself_while_any_runs(self, ann, item):
        order = OrderId(uuid4())
        run(PlaceOrder(order, item, AccountId("northwind"), 5, activate=True))
        assert "every 3s" in list_of(ann, "order", q=str(order))
        run(CancelOrder(order))
        told = list_of(ann, "order", q=str(order))
        assert ("every 3s" in told, 'id="refreshing"' in told) == (False, True)

    def test_is_narrowed_to_a_state_without_looking_through_all_rows(self, ann, item):
        order = OrderId(uuid4())
        run(PlaceOrder(order, item, AccountId("northwind"), 5, activate=True))
        with CaptureQueriesContext(connection) as asked:
            assert f"/{order}/change/" in list_of(ann, "order", state="Placed", q=str(order))
        assert f"/{order}/change/" not in list_of(ann, "order", state="Canceled", q=str(order))
        assert not any("DISTINCT" in query["sql"] for query in asked)

    def test_offers_to_begin_one_to_who_may(self, ann, item):
        begin = reverse("admin:projections_mintrequest_add")
        assert f'href="{begin}"' in list_of(ann, "mintrequest")
        assert f'href="{begin}"' not in list_of(signed_in("vera", "Viewer"), "mintrequest")

    def test_finds_whole_ids_by_their_index(self, ann, item):
        key, order = MintRequestId(uuid4()), OrderId(uuid4())
        run(Mint(key, item, 10), PlaceOrder(order, item, AccountId("a b"), 5, activate=True))
        assert f"/{order}/change/" in list_of(ann, "order", q=str(order).upper())
        assert f"/{order}/change/" in list_of(ann, "order", q=" a b ")
        assert f"/{order}/change/" not in list_of(ann, "order", q=str(order)[:-1])
        with CaptureQueriesContext(connection) as asked:
            assert "data-row" in list_of(ann, "lot", q=str(key))
        assert not any("UPPER(" in query["sql"] for query in asked)
        assert "data-row" not in list_of(ann, "lot", q="nonsense")


class TestOrder:
    def test_what_was_canceled_seems_not_received(self, ann, item):
        order = OrderId(uuid4())
        run(PlaceOrder(order, item, AccountId("northwind"), 5000, activate=True))
        assert "0 of 5,000 (0&nbsp;%)" in list_of(ann, "order", q=str(order))
        run(CancelOrder(order))
        told = list_of(ann, "order", q=str(order))
        assert ("5,000 tokens asked for" in told, "of 5,000" in told) == (True, False)

    def test_leads_to_its_tokens(self, ann, item):
        key, order = MintRequestId(uuid4()), OrderId(uuid4())
        run(Mint(key, item, 10), PlaceOrder(order, item, AccountId("a"), 5, activate=True))
        first = TokenId(key, Lot.objects.get(order_id=order).start)
        address = reverse("admin:projections_token_change", args=[first])
        assert f'href="{address}"' in page_of(ann, "order", order)


class TestPrintJob:
    def test_tells_what_was_printed(self, ann, item):
        key, job = MintRequestId(uuid4()), PrintJobId(uuid4())
        account = AccountId(f"account-{uuid4().hex[:8]}")
        keep_certificate(P256.certificate, account, application().clock.now(), "tester")
        run(Mint(key, item, 1000), Print(job, item, account, 1000), DownloadPackage(job, 0, 9))
        spans = tuple(Span(key, first, first + 10) for first in range(0, 100, 20))
        run(PrintTokens(job, spans=spans))
        told = page_of(ann, "printjob", job)
        (report,) = rows_of(told, "What was reported as printed, the latest first")
        assert report[1:] == ["tester", "50", "0 to 9; 20 to 29; 40 to 49; 2 more ranges"]
        assert "50 of 1,000 (5&nbsp;%)" in told

    def test_what_was_left_out_of_the_package_is_not_to_be_printed(self, ann, item):
        key, job = MintRequestId(uuid4()), PrintJobId(uuid4())
        account = AccountId(f"account-{uuid4().hex[:8]}")
        keep_certificate(P256.certificate, account, application().clock.now(), "tester")
        run(Mint(key, item, 100))
        application().bus.execute(Print(job, item, account, 100), ORIGIN)
        application().bus.deliver(1)
        application().bus.execute(VoidToken(TokenId(key, 7), reason="lost"), ORIGIN)
        settle()
        run(DownloadPackage(job, 0, 9))
        address = reverse("admin:projections_printjob_do", args=[job, "confirm"])
        told = ann.get(address).content.decode()
        assert "99 tokens not confirmed one by one count as printed." in told
        ann.post(address, {"confirmation": str(job)[:8]})
        settle()
        row = PrintJob.objects.get(pk=job)
        assert (row.printed, row.state) == (99, "Printed")


class TestDialog:
    def test_a_form_that_is_gone_back_to_begins_nothing_unnoticed(self, ann, item):
        address = reverse("admin:projections_order_add")
        form = {"key": str(uuid4()), "catalog_id": item, "billing_account_id": "northwind"}
        ann.post(address, {**form, "quantity": "5", "wait": "on"})
        page = ann.post(address, {**form, "quantity": "1,000", "wait": "on"})
        told = page.content.decode()
        assert page.status_code == 400
        assert f"This form has begun 5 tokens of {item} already." in told
        key = told.split('name="key" value="')[1].split('"')[0]
        assert key != form["key"]
        ann.post(address, {**form, "key": key, "quantity": "1,000", "wait": "on"})
        settle()
        found = Order.objects.filter(catalog_id=item).order_by("quantity")
        assert [row.quantity for row in found] == [5, 1000]

    def test_one_of_very_many_items_is_begun_by_its_link(self, ann, item, monkeypatch):
        monkeypatch.setattr(beginning, "MOST_ITEMS", 0)
        address = reverse("admin:projections_mintrequest_add")
        told = ann.get(address, {"catalog_id": item}).content.decode()
        assert f'<option value="{item}" selected>' in told
        form = {"key": uuid4(), "catalog_id": item, "quantity": "5"}
        assert ann.post(address, form).status_code == 302
        assert ann.post(address, {**form, "catalog_id": "a\0b"}).status_code == 400

    def test_a_link_gives_what_to_begin_but_not_its_key(self, ann, item):
        given = {"key": str(uuid4()), "catalog_id": item, "quantity": "1,000"}
        told = ann.get(reverse("admin:projections_mintrequest_add"), given).content.decode()
        assert given["key"] not in told
        assert f'<option value="{item}" selected>' in told
        assert 'value="1,000"' in told

    def test_that_a_second_operator_is_needed_is_told_while_one_types(
        self, ann, item, settings
    ):
        settings.MINT_APPROVAL_ABOVE = 999
        minted = ann.get(reverse("admin:projections_mintrequest_add")).content.decode()
        assert "hx-vals" in minted
        address = reverse("quantity_in_words")
        for typed, needed in (("999", False), ("1,000", True)):
            told = ann.get(address, {"quantity": typed, "mint": "1"}).content.decode()
            assert ("second operator" in told) == needed
        assert b"second" not in ann.get(address, {"quantity": "1,000"}).content
