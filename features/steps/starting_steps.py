"""Steps of starting.feature."""

import json
import re
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

from behave import then, when


@when("somebody asks whether the system is ready")
def ask_ready(context):
    context.status, context.body = context.system.get("/health/ready")


@when("somebody opens the API's documentation")
def open_documentation(context):
    context.status, context.body = context.system.get("/api/docs/")


@then("the answer is {status:d}")
def answer_is(context, status):
    assert context.status == status, (context.status, context.body)


@then("it says that the database, the migrations and Redis are fine")
def all_fine(context):
    assert json.loads(context.body)["checks"] == {
        "database": "ok",
        "migrations": "ok",
        "redis": "ok",
    }


@then("the page takes nothing from other hosts")
def nothing_from_elsewhere(context):
    assert re.findall(r"(?:src|href)=[\"'](?:https?:)?//", context.body) == []


@when("the operator signs in to the admin with the printed password")
def sign_in(context):
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    address = f"{context.system.address}/admin/login/?next=/admin/"
    page = browser.open(address).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    form = {**context.system.demo["admin"], "csrfmiddlewaretoken": token[1], "next": "/admin/"}
    answer = browser.open(address, urllib.parse.urlencode(form).encode())
    context.status, context.body = answer.status, answer.read().decode()


@then("the admin shows the service clients")
def shows_clients(context):
    assert context.status == 200
    assert "/admin/api/client/" in context.body
