"""Steps about print jobs: packages are opened as a partner opens them, with openssl."""

import csv
import tempfile
from itertools import count
from pathlib import Path
from zipfile import ZipFile

from behave import given, step, then, when

from contoso.tests.waiting import eventually
from tokens.tests.partners import P256

KEYS = {"Northwind": P256}


def print_tokens(context, who, quantity):
    scene = context.scene
    body = {"catalogId": scene.item, "quantity": quantity}
    answer = scene.did(scene.who(who).post("PrintJobs", body))
    if answer.status == 201:
        scene.print_job = answer.json["id"]


def path_of(context):
    return f"PrintJobs({context.scene.print_job})"


def wait_until(context, **expected):
    """Wait until the print job is as expected."""
    eventually(
        lambda: context.scene.operator.get(path_of(context)).expect(200).json,
        lambda job: expected.items() <= job.items(),
    )


def act(context, who, action):
    path = f"{path_of(context)}/{action}"
    context.scene.did(context.scene.who(who).post(path, If_Match="*"))


@given("a certificate of {who:Who}")
def certificate(context, who):
    context.scene.who(who).post("Certificates", {"pem": KEYS[who].pem}).expect(201)


@given("a print job of {quantity:Tokens} by {who:Who}")
def printed(context, quantity, who):
    print_tokens(context, who, quantity)
    wait_until(context, state="ReadyForDownload")


@when("{who:Who} prints {quantity:Tokens}")
def prints(context, who, quantity):
    print_tokens(context, who, quantity)


@step("{who:Who} downloads the package")
def downloads(context, who):
    answer = context.scene.did(context.scene.who(who).get(f"{path_of(context)}/package"))
    context.scene.package = answer.body


@when("{who:Who} downloads the package in parts of {size:d} bytes")
def downloads_in_parts(context, who, size):
    client, path = context.scene.who(who), f"{path_of(context)}/package"
    head = client.send("HEAD", path).expect(200)
    length, tag = int(head.headers["content-length"]), head.tag
    parts = []
    for start in count(0, size):
        if start >= length:
            break
        asked = {"Range": f"bytes={start}-{start + size - 1}", "If_Range": tag}
        parts.append(client.send("GET", path, **asked).expect(206).body)
    context.scene.package = b"".join(parts)
    assert len(context.scene.package) == length


@then("{who:Who}'s key opens it, with {quantity:Tokens} in it")
def opens(context, who, quantity):
    with tempfile.TemporaryDirectory() as directory:
        opened = KEYS[who].opened(context.scene.package, Path(directory))
        with ZipFile(opened) as archive:
            text = archive.read("tokens.csv").decode()
    rows = list(csv.DictReader(text.splitlines()))
    assert len(rows) == quantity, rows
    assert {row["catalogId"] for row in rows} == {context.scene.item}
    context.scene.codes = [row["code"] for row in rows]


@when("{who:Who} confirms the print job")
def confirms(context, who):
    act(context, who, "Confirm")


@when("{who:Who} {action:Action} the print job")
def acts(context, who, action):
    act(context, who, action)


@step("{who:Who} cancels the print job")
def cancels(context, who):
    context.scene.did(context.scene.who(who).delete(path_of(context), If_Match="*"))


@then("the print job waits, {quantity:Tokens} short")
def waits(context, quantity):
    wait_until(context, state="Queued", shortage=quantity)


@then("the print job is ready for download")
def is_ready(context):
    wait_until(context, state="ReadyForDownload", shortage=0)


@then("the print job is canceled: {reason}")
def is_canceled(context, reason):
    wait_until(context, state="Canceled", cancelReason=reason)


@then("the print job is {state}")
def is_in(context, state):
    wait_until(context, state=state.capitalize())
