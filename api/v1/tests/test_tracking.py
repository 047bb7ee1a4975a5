"""Tracking changes: a client that follows the links has what the service has."""

import random
import re
from urllib.parse import urlsplit

import pytest
from django.db.models import F
from django.utils import timezone

from api.v1.tests.caller import error, settle
from projections.models import Checkpoint, Order, ParkedStream

TRACK = {"Prefer": "odata.track-changes"}
SMALL = {"Prefer": "odata.track-changes, odata.maxpagesize=2"}


def place(caller, quantity=1, **more):
    body = {"catalogId": "card", "quantity": quantity, **more}
    made = caller.created("Orders", body)["id"]
    settle()
    return made


def void(caller, order):
    assert caller.post(f"Orders({order})/Void", If_Match="*").status_code == 200
    settle()


def cancel(caller, order):
    assert caller.delete(f"Orders({order})", If_Match="*").status_code == 204
    settle()


def follow(caller, url, **headers):
    parts = urlsplit(url)
    answer = caller.get(f"{parts.path}?{parts.query}", **headers)
    assert answer.status_code == 200, answer.content
    return answer.json()


def begun(caller, path="Orders", **headers):
    """The body of a first page, with the preference followed."""
    answer = caller.get(path, **(headers or TRACK))
    assert answer.status_code == 200, answer.content
    assert "odata.track-changes" in answer.headers["Preference-Applied"]
    return answer.json()


def delta(body):
    return body["@odata.deltaLink"]


class TestBeginning:
    def test_a_link_is_given_to_whoever_prefers_it(self, northwind, ordered):
        body = begun(northwind)
        assert [each["id"] for each in body["value"]] == [ordered]
        assert "$deltatoken=" in delta(body)
        plain = northwind.get("Orders")
        assert "@odata.deltaLink" not in plain.json()
        assert "Preference-Applied" not in plain.headers

    @pytest.mark.parametrize(
        "query", ["$expand=tokens", "$top=5", "$skip=1", "$apply=topcount(1,quantity)"]
    )
    def test_not_of_what_cannot_be_tracked(self, northwind, ordered, query):
        answer = northwind.get(f"Orders?{query}", **TRACK)
        assert answer.status_code == 200
        assert "@odata.deltaLink" not in answer.json()
        assert "Preference-Applied" not in answer.headers

    def test_nor_of_sets_that_do_not_tell(self, northwind, ordered):
        assert "@odata.deltaLink" not in northwind.get("CatalogItems", **TRACK).json()
        refused = northwind.get("CatalogItems?$deltatoken=x")
        assert (refused.status_code, error(refused)["target"]) == (501, "$deltatoken")

    def test_metadata_says_which_do(self, operator):
        text = operator.get("$metadata").content.decode()
        sets = re.findall(r'<EntitySet Name="(\w+)"(.*?)</EntitySet>', text, re.DOTALL)
        says = re.compile(r'ChangeTracking".*?"Supported" Bool="(\w+)"', re.DOTALL)
        found = {name: says.search(rest)[1] for name, rest in sets}
        tracked = {name for name, supported in found.items() if supported == "true"}
        assert tracked == {"MintRequests", "Orders", "PrintJobs"}


class TestChanges:
    def test_nothing_has_changed(self, northwind, ordered):
        body = follow(northwind, delta(begun(northwind)))
        assert body["@odata.context"].endswith("$metadata#Orders/$delta")
        assert body["value"] == []
        assert delta(body)

    def test_are_what_is_new_and_what_is_different(self, northwind, fabrikam, ordered):
        link = delta(begun(northwind))
        new = place(northwind, 3)
        place(fabrikam)
        void(northwind, ordered)
        body = follow(northwind, link)
        assert [each["id"] for each in body["value"]] == [new, ordered]
        now = northwind.get(f"Orders({ordered})").json()
        assert {"@odata.context": now["@odata.context"], **body["value"][1]} == now
        assert follow(northwind, delta(body))["value"] == []
        assert len(follow(northwind, link)["value"]) == 2

    def test_what_leaves_the_filter_is_removed(self, northwind, minted):
        waiting = place(northwind, 1000)
        link = delta(begun(northwind, "Orders?$filter=state eq 'Placed'"))
        cancel(northwind, waiting)
        body = follow(northwind, link, OData_MaxVersion="4.0")
        (removed,) = body["value"]
        assert removed.pop("@odata.context").endswith("$metadata#Orders/$deletedEntity")
        assert removed == {"id": f"Orders({waiting})", "reason": "changed"}
        (removed,) = follow(northwind, link, OData_MaxVersion="4.01")["value"]
        assert removed == {"@removed": {"reason": "changed"}, "@id": f"Orders({waiting})"}

    def test_by_search_and_by_apply(self, northwind, ordered):
        for query in ("$search=card", "$apply=filter(quantity eq 3)"):
            link = delta(begun(northwind, f"Orders?{query}"))
            new = place(northwind, 3)
            assert [each["id"] for each in follow(northwind, link)["value"]] == [new]

    def test_show_what_is_selected_and_always_which(self, northwind, ordered):
        link = delta(begun(northwind, "Orders?$select=quantity&$count=true&$orderby=quantity"))
        assert "$select=quantity" in link
        assert "orderby" not in link
        new = place(northwind, 7)
        body = follow(northwind, link)
        assert body["@odata.context"].endswith("$metadata#Orders(quantity)/$delta")
        (shown,) = body["value"]
        assert (shown["@odata.id"], shown["quantity"]) == (f"Orders({new})", 7)
        assert "state" not in shown

    def test_of_other_processes(self, operator, northwind, minted, names):
        mints = delta(begun(operator, "MintRequests"))
        jobs = delta(begun(northwind, "PrintJobs"))
        operator.created("MintRequests", {"catalogId": "card", "quantity": 5})
        northwind.delete(f"PrintJobs({names['job']})", If_Match="*")
        settle()
        assert [each["quantity"] for each in follow(operator, mints)["value"]] == [5]
        assert [each["state"] for each in follow(northwind, jobs)["value"]] == ["Canceled"]

    @pytest.mark.parametrize(
        "more", ["$top=1", "$orderby=id", "$expand=tokens", "$apply=skip(1)"]
    )
    def test_take_no_further_options(self, northwind, ordered, more):
        parts = urlsplit(delta(begun(northwind)))
        refused = northwind.get(f"{parts.path}?{parts.query}&{more}")
        assert refused.status_code == 400
        assert "follow @odata.deltaLink as it is" in error(refused)["message"]

    def test_a_damaged_token_is_refused(self, northwind, ordered):
        refused = northwind.get("Orders?$deltatoken=what")
        assert (refused.status_code, error(refused)["target"]) == (400, "$deltatoken")
        assert "track-changes" in error(refused)["message"]

    def test_end_with_a_rebuild(self, northwind, ordered):
        link = urlsplit(delta(begun(northwind)))
        Checkpoint.objects.filter(pk="orders").update(era=F("era") + 1)
        refused = northwind.get(f"{link.path}?{link.query}")
        assert (refused.status_code, error(refused)["code"]) == (410, "DeltaLinkGone")
        assert follow(northwind, delta(begun(northwind)))["value"] == []

    def test_cost_a_few_statements(self, northwind, ordered, django_assert_max_num_queries):
        link = delta(begun(northwind))
        for _ in range(5):
            place(northwind)
        with django_assert_max_num_queries(6):
            assert len(follow(northwind, link)["value"]) == 5

    def test_of_a_stream_that_was_set_aside_are_told_when_it_is_mended(
        self, northwind, ordered
    ):
        row = Order.objects.get(pk=ordered)
        stopped = {"projection": "orders", "stream": f"order-{ordered}", "error": "why"}
        times = {"parked_on": timezone.now(), "failed_on": timezone.now()}
        parked = ParkedStream.objects.create(position=row.position, **stopped, **times)
        place(northwind)
        link = delta(begun(northwind))
        # The projection goes on beyond it, and mends it at the position where it stopped.
        link = delta(follow(northwind, link))
        parked.delete()
        Order.objects.filter(pk=ordered).update(state="Canceled")
        told = follow(northwind, link)["value"]
        assert ("Canceled", ordered) in [(each["state"], each["id"]) for each in told]


class Replica:
    """A client's copy of a collection, by id."""

    def __init__(self, caller, path):
        self.caller = caller
        self.rows = {}
        self.link = None
        self.take(begun(caller, path, **SMALL))

    def take(self, body):
        for each in body["value"]:
            if each.get("reason"):
                self.rows.pop(each["id"], None)
            else:
                self.rows[f"Orders({each['id']})"] = each["state"], each["version"]
        self.next = body.get("@odata.nextLink")
        self.link = body.get("@odata.deltaLink")
        assert (self.next is None) != (self.link is None)

    def step(self):
        prefer = {"Prefer": "odata.maxpagesize=2"}
        self.take(follow(self.caller, self.next or self.link, **prefer))


@pytest.mark.parametrize("seed", range(3))
def test_a_replica_ends_up_like_the_original(northwind, operator, minted, seed):
    chance = random.Random(seed)  # noqa: S311 - an example
    orders = [place(northwind, 1) for _ in range(5)]
    path = "Orders?$filter=state eq 'Fulfilled' and quantity lt 4"
    replica = Replica(northwind, path)
    for _ in range(15):
        what = chance.randrange(4)
        if what == 0:
            orders.append(place(northwind, chance.randint(1, 5)))
        elif what == 1:
            void(northwind, chance.choice(orders))
        elif what == 2:
            place(northwind, 10_000)
        else:
            cancel(northwind, orders.pop(chance.randrange(len(orders))))
        if chance.random() < 0.7:
            replica.step()
    while replica.next or follow(northwind, replica.link)["value"]:
        replica.step()
    found = northwind.get(f"{path}&$top=1000").json()["value"]
    assert replica.rows == {
        f"Orders({each['id']})": (each["state"], each["version"]) for each in found
    }
