"""Operators begin, watch and end mint requests, orders and print jobs."""

from uuid import UUID, uuid4

import pytest
from django.db.models import Q
from django.urls import reverse

from projections import tasks
from projections.models import Approval, MintRequest, Order, PrintJob
from projections.state_counts import count_states
from projections.tests.operators import settle, signed_in
from projections.tests.past import leave_behind
from tokens.adapters.postgres.certificates import keep_certificate
from tokens.bootstrap import application
from tokens.domain.ids import AccountId, MintRequestId, PrintJobId
from tokens.domain.ports import Origin
from tokens.domain.printing.commands import DownloadPackage
from tokens.domain.token.commands import RedeemToken
from tokens.domain.token.identifier import TokenId
from tokens.models import CatalogItem, OperatorCommand
from tokens.tests.partners import P256

pytestmark = pytest.mark.django_db(transaction=True)
ORIGIN = Origin("test", None, "tester")


@pytest.fixture
def item(settings):
    """A catalog item of this test alone."""
    leave_behind()
    settings.POSITION_WAIT_SECONDS = 0
    return CatalogItem.objects.create(id=f"item-{uuid4().hex[:8]}", name="Card").pk


@pytest.fixture
def ann(item):
    return signed_in("ann", "Operator")


def begin(client, model, item, quantity="1,000", **form):
    key = uuid4()
    data = {"key": key, "catalog_id": item, "quantity": quantity, **form}
    page = client.post(reverse(f"admin:projections_{model}_add"), data)
    settle()
    return key, page


def page_of(client, model, key, query=""):
    address = reverse(f"admin:projections_{model}_change", args=[key])
    return client.get(address + query).content.decode()


def do(client, model, key, deed, **form):
    address = reverse(f"admin:projections_{model}_do", args=[key, deed])
    page = client.post(address, {"confirmation": str(key)[:8], **form})
    settle()
    return page


def asked(client, model, key, deed):
    address = reverse(f"admin:projections_{model}_do", args=[key, deed])
    return client.get(address).content.decode()


class TestMinting:
    def test_a_billion_is_minted_and_watched(self, ann, item, django_assert_max_num_queries):
        key, page = begin(ann, "mintrequest", item, "1 000 000 000")
        assert page.status_code == 302
        with django_assert_max_num_queries(12):
            told = page_of(ann, "mintrequest", key)
        assert "1,000,000,000 of 1,000,000,000 (100&nbsp;%)" in told
        assert "Completed" in told
        assert "hx-trigger" not in told.split('id="process"')[1].split(">")[0]
        with django_assert_max_num_queries(9):
            listed = ann.get(reverse("admin:projections_mintrequest_changelist"))
        assert "1,000,000,000 of 1,000,000,000" in listed.content.decode()

    def test_one_that_runs_refreshes_itself(self, ann, item):
        key = uuid4()
        data = {"key": key, "catalog_id": item, "quantity": "5000000"}
        ann.post(reverse("admin:projections_mintrequest_add"), data)
        tasks.catch_up()
        told = page_of(ann, "mintrequest", key)
        assert "0 of 5,000,000 (0&nbsp;%)" in told
        assert "every 2s" in told

    @pytest.mark.parametrize("typed", ["0", "-1", "1.5e3", "many", "", "9" * 19, "1;000"])
    def test_a_wrong_quantity_is_told_and_what_was_typed_stays(self, ann, item, typed):
        key, page = begin(ann, "mintrequest", item, typed, account_id="studio")
        told = page.content.decode()
        assert page.status_code == 400
        assert 'value="studio"' in told
        assert ("Write a whole number from 1 to" in told) or typed == ""
        assert not MintRequest.objects.filter(pk=key).exists()

    @pytest.mark.parametrize("key", ["garbage", ""])
    def test_a_form_without_its_key_says_so_and_gets_one(self, ann, item, key):
        data = {"key": key, "catalog_id": item, "quantity": "7"}
        for model in ("mintrequest", "order", "printjob"):
            page = ann.post(reverse(f"admin:projections_{model}_add"), data)
            assert page.status_code == 400
            assert "Submit it again." in page.content.decode()
        page = ann.post(reverse("admin:projections_mintrequest_add"), data)
        data["key"] = UUID(page.context["form"]["key"].value())
        assert ann.post(reverse("admin:projections_mintrequest_add"), data).status_code == 302
        settle()
        assert MintRequest.objects.get(catalog_id=item).pk == data["key"]

    def test_submitted_twice_it_is_minted_once(self, ann, item):
        data = {"key": uuid4(), "catalog_id": item, "quantity": "7"}
        for _ in range(2):
            ann.post(reverse("admin:projections_mintrequest_add"), data)
        settle()
        assert MintRequest.objects.get(catalog_id=item).quantity == 7

    def test_an_inactive_item_is_not_offered(self, ann, item):
        CatalogItem.objects.update(active=False)
        _, page = begin(ann, "mintrequest", item)
        assert page.status_code == 400
        assert "create one first" in page.content.decode()

    def test_very_many_need_a_reason_and_a_second_operator(self, ann, item, settings):
        settings.MINT_APPROVAL_ABOVE = 999
        key, page = begin(ann, "mintrequest", item)
        assert (page.status_code, "second operator" in page.content.decode()) == (400, True)
        key, page = begin(ann, "mintrequest", item, reason="spring sale")
        assert page["Location"] == reverse("admin:projections_mintrequest_changelist")
        assert Approval.objects.get(subject=f"mint-request-{key}").reason == "spring sale"
        assert not MintRequest.objects.filter(pk=key).exists()

    def test_asked_for_twice_it_waits_for_one_approval(self, ann, item, settings):
        settings.MINT_APPROVAL_ABOVE = 999
        data = {"key": uuid4(), "catalog_id": item, "quantity": "1000", "reason": "sale"}
        for _ in range(2):
            ann.post(reverse("admin:projections_mintrequest_add"), data)
        settle()
        assert Approval.objects.get(subject=f"mint-request-{data['key']}").version == 0

    def test_the_quantity_is_told_in_words(self, ann):
        address = reverse("quantity_in_words")
        told = ann.get(address, {"quantity": "1.000.000.000"}).content.decode()
        assert told == "1,000,000,000: one billion"
        assert ann.get(address, {"quantity": "x"}).content == b""
        assert b"too many" in ann.get(address, {"quantity": "9" * 40}).content

    @pytest.mark.parametrize(
        "written", ["1.5", "1,0,0,0", "1,00", "1,000.000", "1e9", "\u0663"]
    )
    def test_a_separator_out_of_place_is_refused(self, ann, item, written):
        assert begin(ann, "mintrequest", item, written)[1].status_code == 400

    def test_voiding_states_what_then_happens(self, ann, item):
        key, _ = begin(ann, "mintrequest", item)
        begin(ann, "order", item, "300", billing_account_id="northwind", activate="on")
        application().bus.execute(
            RedeemToken(TokenId(MintRequestId(key), 0), account_id=AccountId("ada")), ORIGIN
        )
        settle()
        told = asked(ann, "mintrequest", key, "void")
        assert "700 tokens now circulated will be worthless." in told
        assert "299 tokens now activated will be worthless." in told
        assert "1 token already redeemed will stay redeemed." in told
        do(ann, "mintrequest", key, "void", reason="stolen")
        assert count_states_of(key) == {"Voided": 999, "Redeemed": 1}

    def test_cancelling_states_how_many_are_not_minted(self, ann, item):
        key = uuid4()
        data = {"key": key, "catalog_id": item, "quantity": "5000000"}
        ann.post(reverse("admin:projections_mintrequest_add"), data)
        application().bus.deliver(1)
        tasks.catch_up()
        row = MintRequest.objects.get(pk=key)
        assert 0 < row.minted < 5_000_000
        told = asked(ann, "mintrequest", key, "cancel")
        assert f"{row.minted:,} tokens minted so far" in told
        assert f"{5_000_000 - row.minted:,} tokens not minted yet" in told
        do(ann, "mintrequest", key, "cancel")
        row.refresh_from_db()
        assert row.state == "Canceled"

    def test_a_refusal_is_told(self, ann, item):
        key, _ = begin(ann, "mintrequest", item)
        page = do(ann, "mintrequest", key, "cancel")
        told = ann.get(page["Location"]).content.decode()
        assert OperatorCommand.objects.filter(outcome="Refused").get().message in told


class TestFilters:
    @pytest.mark.parametrize(
        "page",
        [
            *("projections_mintrequest", "projections_order", "projections_printjob"),
            *("projections_lot", "projections_approval", "tokens_lot"),
        ],
    )
    def test_a_state_that_there_is_not_is_told_and_ignored(self, ann, item, page):
        begin(ann, "mintrequest", item)
        address = reverse(f"admin:{page}_changelist")
        unfiltered = ann.get(address).context["cl"].result_count
        answer = ann.get(address, {"state": "xyz"})
        assert "There is no state “xyz”; all are shown." in answer.content.decode()
        assert answer.context["cl"].result_count == unfiltered
        assert "There is no" not in ann.get(address, {"state": ""}).content.decode()

    @pytest.mark.parametrize(
        ("page", "name"),
        [
            *(
                ("tokens_event", "type"),
                ("tokens_message", "type"),
                ("tokens_deadletter", "type"),
            ),
            *(("tokens_operatorcommand", "outcome"), ("projections_approval", "command")),
            *(("projections_parkedstream", "projection"), ("tokens_catalogitem", "stock")),
        ],
    )
    def test_nor_anything_else_that_there_is_not(self, ann, item, page, name):
        begin(ann, "mintrequest", item)
        answer = ann.get(reverse(f"admin:{page}_changelist"), {name: "xyz"})
        assert f"There is no {name} “xyz”; all are shown." in answer.content.decode()

    def test_the_choices_of_approvals_are_those_that_are_asked_for(self, ann, item, settings):
        settings.MINT_APPROVAL_ABOVE = 999
        key, _ = begin(ann, "mintrequest", item, reason="sale")
        address = reverse("admin:projections_approval_changelist")
        asked = ann.get(address, {"command": "Mint", "q": f"mint-request-{key}"})
        assert asked.context["cl"].result_count == 1
        asked = ann.get(address, {"command": "VoidOrder", "q": f"mint-request-{key}"})
        assert asked.context["cl"].result_count == 0

    def test_one_that_there_is_filters(self, ann, item):
        begin(ann, "mintrequest", item)
        address = reverse("admin:projections_mintrequest_changelist")
        for state, count in (("Completed", 1), ("Canceled", 0)):
            found = ann.get(address, {"state": state, "catalog_id": item})
            assert found.context["cl"].result_count == count
            assert "There is no state" not in found.content.decode()


class TestConfirming:
    @pytest.mark.parametrize("typed", ["", "yes", "00000000"])
    def test_nothing_happens_but_for_the_right_word(self, ann, item, typed):
        key, _ = begin(ann, "mintrequest", item)
        page = do(ann, "mintrequest", key, "void", confirmation=typed)
        assert page.status_code == 400
        assert count_states_of(key) == {"Circulated": 1000}

    def test_looking_changes_nothing(self, ann, item):
        key, _ = begin(ann, "mintrequest", item)
        asked(ann, "mintrequest", key, "void")
        assert count_states_of(key) == {"Circulated": 1000}

    def test_only_who_may_is_asked_and_acts(self, ann, item):
        vera = signed_in("vera", "Viewer")
        key, _ = begin(ann, "mintrequest", item)
        assert do(vera, "mintrequest", key, "void").status_code == 403
        assert begin(vera, "mintrequest", item)[1].status_code == 403
        assert begin(vera, "order", item, billing_account_id="x")[1].status_code == 403
        told = page_of(vera, "mintrequest", key)
        assert "Void all tokens" not in told
        assert count_states_of(key) == {"Circulated": 1000}

    def test_there_is_no_other_deed(self, ann, item):
        key, _ = begin(ann, "mintrequest", item)
        address = reverse("admin:projections_mintrequest_do", args=[key, "destroy"])
        assert ann.get(address).status_code == 404


class TestOrders:
    @pytest.fixture
    def order(self, ann, item):
        begin(ann, "mintrequest", item, "2,000,000")
        partner = {"billing_account_id": "northwind", "wait": "on"}
        return begin(ann, "order", item, "1,000,000", **partner)[0]

    def state(self, order):
        return dict(count_states(Q(order_id=order)))

    def test_the_page_of_a_million_shows_the_first_and_the_next(
        self, ann, order, django_assert_max_num_queries
    ):
        with django_assert_max_num_queries(15):
            told = page_of(ann, "order", order)
        assert "1,000,000 of 1,000,000 (100&nbsp;%)" in told
        after = told.split('href="?after=')[1].split('"')[0]
        assert TokenId.parse(after).sequence % 1_000_000 == 19
        assert after not in page_of(ann, "order", order, f"?after={after}").split("<tbody>")[2]
        assert page_of(ann, "order", order, "?after=nonsense")

    def test_is_activated_deactivated_and_returned(self, ann, order):
        assert "1,000,000 tokens will be redeemable." in asked(ann, "order", order, "activate")
        do(ann, "order", order, "activate")
        assert self.state(order) == {"Activated": 1_000_000}
        do(ann, "order", order, "deactivate")
        assert self.state(order) == {"Reserved": 1_000_000}
        told = asked(ann, "order", order, "return")
        assert "1,000,000 tokens will return to stock." in told
        do(ann, "order", order, "return")
        assert self.state(order) == {}

    def test_is_voided_by_two(self, ann, order):
        assert "second operator" in asked(ann, "order", order, "void")
        assert do(ann, "order", order, "void").status_code == 400
        do(ann, "order", order, "void", reason="fraud")
        assert self.state(order) == {"Reserved": 1_000_000}
        assert Approval.objects.get(subject=f"order-{order}").state == "Pending"
        assert f"Void the order {order}, by ann" in page_of(ann, "order", order)

    def test_two_who_ask_to_void_it_meet_in_one_approval(self, ann, order):
        eve = signed_in("eve", "Operator")
        told = []
        for operator, reason in ((ann, "fraud"), (ann, "fraud"), (eve, "theft")):
            page = do(operator, "order", order, "void", reason=reason)
            told.append(operator.get(page["Location"]).content.decode())
        approval = Approval.objects.get(subject=f"order-{order}")
        assert (approval.operator, approval.reason) == ("ann", "fraud")
        said = ("needs a second operator", "You have asked for this", "has asked for this")
        address = reverse("admin:projections_approval_change", args=[approval.pk])
        for page, words in zip(told, said, strict=True):
            assert words in page
            assert page.count(f'href="{address}">Open the approval</a></span>') == 1
        outcomes = OperatorCommand.objects.order_by("id").values_list("outcome", flat=True)
        assert list(outcomes)[-3:] == ["Awaits approval", "Awaits approval", "Refused"]

    def test_one_that_waits_tells_how_long_and_is_canceled(self, ann, item):
        key, _ = begin(ann, "order", item, "9", billing_account_id="northwind", wait="on")
        told = page_of(ann, "order", key)
        assert "23\xa0hours, 59\xa0minutes" in told
        assert "0 of 9" in told
        assert "Not now: Activate, Deactivate, Return tokens, Void tokens." in told
        assert "waits for stock no longer" in asked(ann, "order", key, "cancel")
        do(ann, "order", key, "cancel")
        assert Order.objects.get(pk=key).state == "Canceled"
        assert "Requested" in page_of(ann, "order", key)

    def test_one_that_does_not_wait_is_canceled_at_once(self, ann, item):
        key, _ = begin(ann, "order", item, "9", billing_account_id="northwind")
        assert Order.objects.get(pk=key).cancel_reason == "OutOfStock"


class TestPrintJobs:
    @pytest.fixture
    def job(self, ann, item):
        account = AccountId(f"account-{uuid4().hex[:8]}")
        keep_certificate(P256.certificate, account, application().clock.now(), "tester")
        begin(ann, "mintrequest", item)
        return begin(ann, "printjob", item, "100", billing_account_id=account)[0]

    def test_without_a_certificate_it_is_refused(self, ann, item):
        begin(ann, "printjob", item, "100", billing_account_id="nobody")
        refused = OperatorCommand.objects.get(command="Print")
        assert (refused.outcome, "certificate" in refused.message) == ("Refused", True)

    def test_is_downloaded_and_confirmed(self, ann, job):
        told = page_of(ann, "printjob", job)
        assert "0 of 100 (0&nbsp;%)" in told
        assert P256.certificate.thumbprint in told
        assert "Not now: Confirm as printed. It is ReadyForDownload" in told
        application().bus.execute(DownloadPackage(PrintJobId(job), 0, 1234), ORIGIN)
        settle()
        told = page_of(ann, "printjob", job)
        assert "Downloads (1)" in told
        assert "1,234" in told
        assert "100 tokens not confirmed" in asked(ann, "printjob", job, "confirm")
        do(ann, "printjob", job, "confirm")
        assert PrintJob.objects.get(pk=job).state == "Printed"

    def test_is_canceled_or_voided(self, ann, job):
        told = asked(ann, "printjob", job, "cancel")
        assert "100 tokens will return to stock." in told
        do(ann, "printjob", job, "void", reason="lost")
        assert dict(count_states(Q(order_id=job))) == {"Voided": 100}
        do(ann, "printjob", job, "cancel")
        assert PrintJob.objects.get(pk=job).state == "Canceled"


def count_states_of(key: UUID):
    return dict(count_states(Q(mint_request_id=key)))
