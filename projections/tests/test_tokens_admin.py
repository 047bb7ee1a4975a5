"""The pages of single tokens: found among a billion, followed, and acted on."""

import json
import re
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.urls import reverse, reverse_lazy

from projections.admin.token_life import draw_life
from projections.models import Lot
from projections.models import Token as Row
from projections.projectors.tokens import TOKENS
from tokens.adapters.codec import decode_event
from tokens.admin.links import account_address
from tokens.bootstrap import application
from tokens.domain.ids import AccountId, CatalogId, MintRequestId, OrderId
from tokens.domain.minting.commands import Mint
from tokens.domain.ordering.commands import PlaceOrder, ReturnOrder
from tokens.domain.ports import Origin, Recorded
from tokens.domain.token.commands import RedeemToken
from tokens.domain.token.identifier import TokenId
from tokens.models import CatalogItem, Event, OperatorCommand
from tokens.tests.workers import work_off

LIST = reverse_lazy("admin:projections_token_changelist")
NORTHWIND = AccountId("northwind")


def execute(*commands):
    for command in commands:
        application().bus.execute(command, Origin("test", None, "shop"))
        work_off(application())
    project()


def project():
    """Read the log as it stands within the test's own transaction."""
    places = [*Lot.objects.values_list("position"), *Row.objects.values_list("position")]
    after = max(places, default=(0,))[0]
    found = Event.objects.filter(position__gt=after).order_by("position")
    TOKENS.apply([recorded(event) for event in found])


def recorded(event):
    told = decode_event(event.type, json.dumps(event.data))
    origin = Origin(event.correlation_id, event.causation_id, event.actor)
    place = (event.position, event.stream, event.version)
    return Recorded(*place, told, event.event_id, origin, event.recorded_on)


@pytest.fixture
def mint(db, settings):
    """A billion tokens."""
    application.cache_clear()
    settings.POSITION_WAIT_SECONDS = 0
    CatalogItem.objects.create(id="card", name="Card")
    mint_request_id = MintRequestId(uuid4())
    execute(Mint(mint_request_id, CatalogId("card"), 1_000_000_000))
    return mint_request_id


@pytest.fixture
def order(mint):
    order_id = OrderId(uuid4())
    execute(PlaceOrder(order_id, CatalogId("card"), NORTHWIND, 10, activate=True))
    return order_id


@pytest.fixture
def token_id(mint, order):
    return TokenId(mint, Lot.objects.get(order_id=order).start)


def signed_in(name, group):
    user = User.objects.create_user(name, is_staff=True)
    user.groups.add(Group.objects.get_or_create(name=group)[0])
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def ann(db):
    return signed_in("ann", "Operator")


def address(token_id, *deed):
    if deed:
        return reverse("admin:projections_token_do", args=[token_id, *deed])
    return reverse("admin:projections_token_change", args=[token_id])


def told(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def do(client, token_id, deed, **said):
    """Fill in what the page asks for, and send it."""
    asked = client.get(address(token_id, deed)).context["form"]
    form = {"version": asked.initial["version"], "confirmation": str(token_id)[:6], **said}
    page = client.post(address(token_id, deed), form, follow=True)
    project()
    return page


def state(token_id):
    return application().lookup.token(token_id).state


class TestFinding:
    def test_pages_through_a_billion(self, ann, mint, order, django_assert_max_num_queries):
        seen, where = [], str(LIST)
        for _ in range(3):
            with django_assert_max_num_queries(13):
                page = ann.get(where)
            seen += [row.id.sequence for row in page.context["found"].rows]
            where = f"{LIST}{page.context['found'].following}"
        assert seen == list(range(150))

    def test_a_page_far_away_costs_the_same(self, ann, mint, django_assert_max_num_queries):
        with django_assert_max_num_queries(13):
            page = ann.get(LIST, {"after": str(TokenId(mint, 999_999_990))})
        assert [r.id.sequence for r in page.context["found"].rows] == [
            *range(999_999_991, 1_000_000_000)
        ]
        assert page.context["found"].following == ""

    def test_lots_and_drawn_tokens_alike(self, ann, mint, order, token_id):
        execute(RedeemToken(token_id, account_id=AccountId("joe")))
        for given in ({"order": order}, {"account": NORTHWIND}, {"order": order, "mint": mint}):
            page = ann.get(LIST, given)
            assert len(page.context["found"].rows) == 10
            assert f'href="{address(token_id)}"' in page.content.decode()
        states = {"Redeemed": 1, "Activated": 9, "Voided": 0}
        for name, many in states.items():
            page = ann.get(LIST, {"order": order, "state": name})
            assert len(page.context["found"].rows) == many
        assert "There are none." in told(ann.get(LIST, {"item": "other"}))

    @pytest.mark.django_db(transaction=True)
    def test_what_takes_too_long_is_given_up(self, ann, monkeypatch):
        monkeypatch.setattr("projections.admin.token_search.LONGEST_MS", 50)

        def slow(*_):
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(1)")

        monkeypatch.setattr("projections.token_collection.TokenCollection.page", slow)
        assert "This takes too long" in told(ann.get(LIST, {"state": "Voided"}))
        with connection.cursor() as cursor:
            cursor.execute("SHOW statement_timeout")
            assert cursor.fetchone() != ("50ms",)

    @pytest.mark.parametrize("given", [{"order": "x"}, {"mint": "<b>"}, {"state": "Gone"}])
    def test_nonsense_is_refused(self, ann, mint, given):
        page = ann.get(LIST, given)
        assert page.status_code == 400
        assert page.context["found"].rows == []
        assert 'value="<b>"' not in page.content.decode()

    def test_a_code_is_led_to_its_token(self, ann, mint):
        serials = application().serials.of(mint)
        code = application().codes.issue(serials.epoch, serials.first + 7, mint)
        page = ann.post(reverse("trace_code"), {"code": code}, follow=True)
        assert page.redirect_chain == [(address(TokenId(mint, 7)), 302)]
        assert code not in page.content.decode()


class TestPage:
    def test_of_a_token_in_its_lot(self, ann, mint, django_assert_max_num_queries):
        with django_assert_max_num_queries(24):
            page = ann.get(address(TokenId(mint, 999_999_999)))
        assert [c.state for c in page.context["chapters"]] == ["Minted", "Circulated"]
        assert "agree: version 1, Circulated" in told(page)
        assert f"{mint}, number 999,999,999 of 1,000,000,000" in told(page)
        svg = page.content.decode().partition('<svg class="diagram"')[2].partition("</svg>")[0]
        assert "This one was Minted, then Circulated." in svg
        assert svg.count("edge taken") == 1

    def test_of_a_drawn_one_with_all_that_happened(self, ann, order, token_id):
        execute(RedeemToken(token_id, account_id=AccountId("joe")))
        page = ann.get(address(token_id))
        life = [(c.entry.what, c.state) for c in page.context["chapters"]]
        assert life == [
            ("TokenMinted", "Minted"),
            ("TokenCirculated", "Circulated"),
            ("TokenReserved", "Reserved"),
            ("TokenActivated", "Activated"),
            ("TokenRedeemed", "Redeemed"),
        ]
        last = page.context["chapters"][-1].entry
        event = Event.objects.get(pk=last.position)
        assert (event.type, event.actor) == ("token.redeemed.v1", "shop")
        text = page.content.decode()
        for there in (
            reverse("admin:tokens_event_change", args=[last.position]),
            reverse("admin:projections_order_change", args=[order]),
            account_address(NORTHWIND),
        ):
            assert f'href="{there}"' in text

    def test_a_way_back_is_marked(self, ann, order, token_id):
        execute(ReturnOrder(order))
        ways = draw_life(ann.get(address(token_id)).context["chapters"]).ways
        assert [way.steps for way in ways if way.steps] == ["1", "2", "3", "4"]

    def test_says_which_side_is_fresher(self, ann, token_id):
        application().bus.execute(RedeemToken(token_id), Origin("test"))
        words = told(ann.get(address(token_id)))
        assert "the read model has the token at version 3, Activated" in words
        assert "the write side at version 4, Redeemed. The write side is fresher" in words
        project()
        assert "agree: version 4, Redeemed" in told(ann.get(address(token_id)))

    def test_says_when_the_read_model_is_wrong(self, ann, token_id):
        execute(RedeemToken(token_id))
        Row.objects.update(state="Voided")
        assert "They differ at the same version" in told(ann.get(address(token_id)))

    def test_says_when_the_read_model_knows_nothing(self, ann, mint):
        Lot.objects.all().delete()
        words = told(ann.get(address(TokenId(mint, 5))))
        assert "The read model does not know the token yet" in words

    @pytest.mark.parametrize("key", ["x", "1", "<script>", "z" * 40])
    def test_there_is_none_elsewhere(self, ann, mint, key):
        assert ann.get(address(key)).status_code == 404
        assert ann.get(address(TokenId(mint, 1_000_000_000))).status_code == 404
        assert ann.get(address(TokenId(MintRequestId(uuid4()), 1))).status_code == 404


class TestDeeds:
    def offered(self, client, token_id):
        deeds = client.get(address(token_id)).context["deeds"]
        return {deed["title"] for deed in deeds if not deed["obstacle"]}

    def test_are_offered_as_the_state_machine_allows(self, ann, mint, token_id):
        assert self.offered(ann, TokenId(mint, 99)) == {"Activate", "Void"}
        assert self.offered(ann, token_id) == {"Deactivate", "Void"}
        execute(RedeemToken(token_id))
        assert self.offered(ann, token_id) == {"Void by force"}
        do(ann, token_id, "force-void", reason="stolen")
        assert self.offered(ann, token_id) == set()

    def test_tell_what_will_happen(self, ann, token_id):
        page = ann.get(address(token_id, "deactivate"))
        assert "It is Activated now, and will be Reserved at version 4." in told(page)
        assert state(token_id) == "Activated"

    def test_are_done_and_recorded(self, ann, token_id):
        page = do(ann, token_id, "deactivate")
        assert "The token is not active any longer." in told(page)
        do(ann, token_id, "activate")
        do(ann, token_id, "void", reason="lost <b>card</b>")
        page = ann.get(address(token_id))
        assert "lost &lt;b&gt;card&lt;/b&gt;" in page.content.decode()
        assert "lost <b>" not in page.content.decode()
        assert state(token_id) == "Voided"
        names = OperatorCommand.objects.order_by("id").values_list("command", "outcome")
        assert list(names) == [
            ("DeactivateToken", "Accepted"),
            ("ActivateToken", "Accepted"),
            ("VoidToken", "Accepted"),
        ]
        assert Event.objects.latest("position").actor == "ann"

    def test_a_token_that_nobody_holds_is_activated_for_somebody(self, ann, mint):
        token_id = TokenId(mint, 77)
        assert do(ann, token_id, "activate").status_code == 400
        do(ann, token_id, "activate", account="fabrikam")
        token = application().lookup.token(token_id)
        assert (token.state, token.account_id) == ("Activated", "fabrikam")

    def test_force_needs_a_reason(self, ann, token_id):
        execute(RedeemToken(token_id))
        assert do(ann, token_id, "force-void").status_code == 400
        assert state(token_id) == "Redeemed"
        do(ann, token_id, "force-void", reason="stolen")
        assert state(token_id) == "Voided"

    def test_a_final_one_is_confirmed_by_typing(self, ann, token_id):
        page = do(ann, token_id, "void", confirmation="yes")
        assert page.status_code == 400
        assert "nothing has changed" in told(page)
        assert state(token_id) == "Activated"

    def test_a_refusal_is_told(self, ann, token_id):
        stale = ann.get(address(token_id, "deactivate")).context["form"].initial["version"]
        execute(RedeemToken(token_id))
        page = ann.post(address(token_id, "deactivate"), {"version": stale}, follow=True)
        row = OperatorCommand.objects.get()
        assert row.outcome == "Refused"
        assert row.message in told(page)
        assert "Reload the page" in row.message
        assert state(token_id) == "Redeemed"

    def test_what_changes_nothing_is_told_so(self, ann, token_id):
        do(ann, token_id, "void")
        page = do(ann, token_id, "void")
        assert "Nothing has changed: the token is Voided already." in told(page)
        assert [m.level_tag for m in page.context["messages"]] == ["warning"]

    @pytest.mark.parametrize("version", ["garbage", ""])
    def test_a_form_that_lost_its_version_says_so(self, ann, token_id, version):
        page = do(ann, token_id, "void", version=version)
        assert "open it anew" in told(page)
        assert state(token_id) == "Activated"

    def test_no_code_is_kept_as_a_reason(self, ann, mint, token_id, caplog):
        caplog.set_level(0)
        serials = application().serials.of(mint)
        code = application().codes.issue(serials.epoch, serials.first + 7, mint)
        page = do(ann, token_id, "void", reason=f"sold as {code}")
        assert page.status_code == 400
        assert code not in page.content.decode() + caplog.text
        assert not OperatorCommand.objects.exists()

    @pytest.mark.parametrize("group", ["Viewer", "Security officer"])
    def test_others_only_look(self, token_id, group):
        client = signed_in("vera", group)
        assert client.get(address(token_id)).context["deeds"] == []
        assert client.get(LIST).status_code == 200
        for deed in ("activate", "deactivate", "void", "force-void"):
            assert client.get(address(token_id, deed)).status_code == 403
            assert client.post(address(token_id, deed), {"reason": "x"}).status_code == 403
        assert state(token_id) == "Activated"

    def test_strangers_see_nothing(self, token_id):
        client = Client()
        client.force_login(User.objects.create_user("tom", is_staff=True))
        for where in (str(LIST), address(token_id), address(token_id, "void")):
            assert client.get(where).status_code == 403

    def test_there_are_no_others(self, ann, token_id):
        assert ann.get(address(token_id, "redeem")).status_code == 404
        assert ann.get(address("x", "void")).status_code == 404
