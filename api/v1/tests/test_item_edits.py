"""What clients do to catalog items is in the audit, and on the item's page."""

from django.contrib.auth.models import Group, User
from django.test import Client as Browser
from django.urls import reverse

from api.odata.tests.batches import MULTIPART, change_set, multipart, part, told
from api.v1.tests.caller import error
from tokens.models import CatalogItem, OperatorCommand

ITEM = "CatalogItems('b')"


def created(operator, **more):
    return operator.created("CatalogItems", {"id": "b", "name": "B", **more})


def patched(operator, path=ITEM, **changes):
    version = CatalogItem.objects.get(pk="b").version
    return operator.patch(path, changes, If_Match=f'W/"{version}"')


def edits():
    rows = OperatorCommand.objects.order_by("id")
    return [(row.command, row.details["changes"]) for row in rows]


def test_who_created_and_changed_what_is_recorded(operator):
    created(operator, description="A card")
    patched(operator, name="C", active=False)
    assert edits() == [
        (
            "CreateCatalogItem",
            {
                "id": [None, "b"],
                "name": [None, "B"],
                "description": ["", "A card"],
                "active": [None, True],
            },
        ),
        ("ChangeCatalogItem", {"name": ["B", "C"], "active": [True, False]}),
    ]
    row = OperatorCommand.objects.first()
    assert (row.operator, row.subject, row.outcome) == (
        "operator",
        "catalog-item-b",
        "Accepted",
    )


def test_a_property_that_is_put_is_recorded(operator):
    created(operator)
    tag = operator.get(ITEM).headers["ETag"]
    answer = operator.send("PUT", f"{ITEM}/name", {"value": "D"}, If_Match=tag)
    assert answer.status_code == 204
    assert edits()[1:] == [("ChangeCatalogItem", {"name": ["B", "D"]})]


def test_the_correlation_leads_from_the_request_to_the_edit(operator):
    operator.created("CatalogItems", {"id": "b", "name": "B"}, Client_Request_Id="mine")
    assert OperatorCommand.objects.get().correlation_id == "mine"


def test_what_was_refused_or_changed_nothing_is_not(operator):
    created(operator)
    assert operator.post("CatalogItems", {"id": "b", "name": "X"}).status_code == 409
    assert operator.patch(ITEM, {"name": "X"}, If_Match='W/"99"').status_code == 412
    assert patched(operator, name="B").status_code == 200
    assert len(edits()) == 1


def test_what_is_repeated_is_recorded_once(operator):
    for _ in range(2):
        operator.post("CatalogItems", {"id": "b", "name": "B"}, Idempotency_Key="k")
    assert len(edits()) == 1


def test_what_a_batch_undoes_is_not_recorded(operator):
    ok = part("POST", "CatalogItems", {"id": "b", "name": "B"})
    wrong = part("POST", "CatalogItems", {"id": "c"})
    undone = operator.post("$batch", multipart(change_set(ok, wrong)), Content_Type=MULTIPART)
    assert [each.status for each in told(undone)] == [400]
    assert edits() == []
    assert not CatalogItem.objects.exists()
    assert operator.post("$batch", multipart(ok), Content_Type=MULTIPART).status_code == 200
    assert [action for action, _ in edits()] == ["CreateCatalogItem"]


def test_a_code_is_kept_neither_in_the_item_nor_in_the_audit(operator):
    code = "0rtp8-4xg29-kqdvj-cvt26-h7nm2"
    answer = operator.post("CatalogItems", {"id": "b", "name": f"Card {code}"})
    assert (answer.status_code, error(answer)["code"]) == (400, "MisplacedCode")
    assert not CatalogItem.objects.exists()
    created(operator)
    assert patched(operator, description=code).status_code == 400
    assert CatalogItem.objects.get().description == ""
    assert len(edits()) == 1


def test_the_page_of_the_item_tells_it(operator):
    created(operator)
    patched(operator, name="C", active=False)
    user = User.objects.create_user("vera", is_staff=True)
    user.groups.add(Group.objects.get_or_create(name="Viewer")[0])
    browser = Browser()
    browser.force_login(user)
    address = reverse("admin:tokens_catalogitem_change", args=["b"])
    page = browser.get(address).content.decode()
    assert "operator, a service client" in page
    assert "name: B → C; active: yes → no" in page
    assert "created, id: none → b; name: none → B; active: none → yes" in page
