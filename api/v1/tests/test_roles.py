"""Who may do what: every role at every door, by every way to it."""

import pytest
from django.urls import get_resolver

from api.v1.mount import MOUNT
from api.v1.tests.caller import ROOT, Caller, error, recorded
from api.v1.tests.doors import call, filled, in_json, in_multipart, undone
from api.v1.tests.matrix import COLUMNS, doors, rows

DOORS = rows()
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def test_every_door_has_a_row_and_every_row_a_door():
    declared = {f"{m} {p}".strip() for p, methods in doors().items() for m in methods}
    assert declared == set(DOORS)


@pytest.mark.parametrize(("column", "name"), list(enumerate(COLUMNS)))
def test_each_role_at_each_door(column, name, callers, things):
    found = {}
    for door in DOORS:
        with undone():
            before = recorded()
            answer = call(callers[name], door, things)
            found[door] = answer.status_code
            if answer.status_code >= 400:
                error(answer)
                assert recorded() == before, door
    assert found == {door: row[column] for door, row in DOORS.items()}


@pytest.mark.parametrize(("column", "name"), list(enumerate(COLUMNS)))
def test_a_batch_opens_no_other_door(column, name, callers, things):
    expected, found = {}, {}
    for door, row in DOORS.items():
        if door == "POST $batch":
            continue
        # Streams are too long for it.
        streamed = door.endswith(("/package", "PrintJobs({id})/$value"))
        wanted = 501 if streamed and row[column] == 200 else row[column]
        expected[door] = (wanted, wanted)
        with undone():
            in_one = in_json(callers[name], door, things)[0]
        with undone():
            found[door] = (in_one, in_multipart(callers[name], door, things))
    assert found == expected


@pytest.mark.parametrize(("column", "name"), list(enumerate(COLUMNS)))
def test_other_ways_to_read_lead_to_the_same(column, name, callers, things):
    caller, found, expected = callers[name], {}, {}
    for door, row in DOORS.items():
        method, _, path = door.partition(" ")
        if method != "GET" or path.startswith("async"):
            continue
        url = filled(path, things)
        answers = {"head": caller.send("HEAD", url)}
        if path in MOUNT.sets or path.endswith("/tokens"):
            text = {"Content_Type": "text/plain"}
            answers["query"] = caller.post(f"{url}/$query", "$top=1", **text)
            answers["references"] = caller.get(f"{url}/$ref")
            answers["counted"] = caller.get(f"{url}?$count=true&$top=0")
        if path.endswith((")", "/order", "/mintRequest", "/catalogItem", "/certificate")):
            answers["reference"] = caller.get(f"{url}/$ref")
        if path.endswith(")"):
            answers["by id"] = caller.get(f"$entity?$id={url}")
        for way, answer in answers.items():
            found[door, way] = answer.status_code
            expected[door, way] = row[column]
    assert found == expected


def test_other_methods_are_nobodys(callers, things):
    for path, methods in doors().items():
        for method in set(METHODS) - methods:
            statuses = {
                name: call(callers[name], f"{method} {path}".strip(), things).status_code
                for name in COLUMNS
            }
            assert statuses["operator"] in {404, 405}, (method, path)
            assert min(statuses.values()) >= 400, (method, path, statuses)


def test_nobody_and_who_is_switched_off_get_nothing(clients, things, client):
    callers = [Caller(each) for each in clients]
    tokens = [Caller(each) for each in clients]
    for caller in tokens:
        caller.authorization = caller.bearer("")
    for each in clients:
        each.active = False
        each.save()
    for door in DOORS:
        answers = [call(caller, door, things) for caller in (*callers, *tokens)]
        method, _, path = door.partition(" ")
        answers.append(client.generic(method, ROOT + filled(path, things)))
        for answer in answers:
            assert answer.status_code == 401, door
            assert error(answer)["code"] == "Unauthorized"
            assert answer.headers["WWW-Authenticate"].startswith("Basic")


BESIDE = {
    "": 302,
    "health/live": 200,
    "health/ready": 200,
    "metrics": 200,
    "oauth/token": 405,
    "api/schema/": 200,
    "api/docs/": 200,
    "api/v1/": 401,
}
"""What GET answers nobody, beside the pages of operators."""


@pytest.mark.usefixtures("db", "redis_url")
def test_what_stands_beside_the_service_is_open_or_asks_operators_to_sign_in(client):
    for pattern in get_resolver("contoso.urls").url_patterns:
        route = str(pattern.pattern)
        answer = client.get(f"/{route}")
        if route.startswith("admin/"):
            assert answer.status_code == 302, route
            assert answer["Location"].startswith("/admin/login/"), route
        else:
            assert answer.status_code == BESIDE[route], route


@pytest.mark.parametrize(("column", "name"), list(enumerate(COLUMNS)))
def test_operators_alone_void_by_force(column, name, callers, things):
    path = f"Tokens('{things['token']}')/Void"
    answer = callers[name].post(path, {"force": True}, If_Match="*")
    assert answer.status_code == (200, 403, 403, 403)[column]


def test_a_wrong_secret_is_refused_alike(clients, operator):
    operator.authorization = "Basic b3BlcmF0b3I6d3Jvbmc="
    answer = operator.get("Orders")
    assert (answer.status_code, error(answer)["code"]) == (401, "Unauthorized")


def test_an_operator_orders_for_an_account_that_it_names(operator, minted):
    body = {"catalogId": "card", "quantity": 1}
    answer = operator.post("Orders", body)
    assert (answer.status_code, error(answer)["code"]) == (400, "AccountRequired")
    assert "billingAccountId" in error(answer)["message"]
    order = operator.created("Orders", body | {"billingAccountId": "nw"})
    assert order["billingAccountId"] == "nw"
