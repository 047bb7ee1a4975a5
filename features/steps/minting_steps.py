"""Steps about mint requests."""

from behave import given, then, when

from contoso.tests.waiting import SECONDS, eventually

ATTEMPTS = 20


def mint(context, who, quantity, **headers):
    """Ask for tokens; what was begun is the scenario's mint request."""
    scene = context.scene
    body = {"catalogId": scene.item, "quantity": quantity}
    answer = scene.did(scene.who(who).post("MintRequests", body, **headers))
    if answer.status == 201:
        scene.mint = answer.json


def current(context):
    scene = context.scene
    return scene.operator.get(f"MintRequests({scene.mint['id']})").expect(200).json


def wait_until(context, state, seconds=SECONDS):
    return eventually(lambda: current(context), lambda m: m["state"] == state, seconds)


@given("{quantity:Tokens} in circulation")
def in_circulation(context, quantity):
    mint(context, "the operator", quantity)
    wait_until(context, "Completed")


@when("{who:Who} mints {quantity:Tokens}")
def mints(context, who, quantity):
    mint(context, who, quantity)


@when('{who:Who} mints {quantity:Tokens} with the key "{key}"')
def mints_with_key(context, who, quantity, key):
    mint(context, who, quantity, Idempotency_Key=context.scene.key(key))


@when("{who:Who} cancels the mint")
def cancels(context, who):
    scene = context.scene
    scene.did(scene.who(who).delete(f"MintRequests({scene.mint['id']})", If_Match="*"))


@when("{who:Who} cancels a mint of {quantity:Tokens} while it is under way")
def cancels_under_way(context, who, quantity):
    """Minting is quick: whoever is too late mints another item."""
    for _ in range(ATTEMPTS):
        mint(context, who, quantity)
        cancels(context, who)
        if context.scene.answer.status == 204:
            return
        assert context.scene.answer.refusal == "409 MintRequestAlreadyCompleted"
        context.scene.take_another_item()
    message = f"too late {ATTEMPTS} times"
    raise AssertionError(message)


@when("{who:Who} voids the mint request")
def voids(context, who):
    scene = context.scene
    path = f"MintRequests({scene.mint['id']})/Void"
    scene.did(scene.who(who).post(path, {"reason": "stolen"}, If_Match="*"))


@then("minting has started")
def started(context):
    assert context.scene.mint["state"] == "Started"


@then("it completes")
def completes(context):
    wait_until(context, "Completed")


@then("it completes within {seconds:d} seconds")
def completes_within(context, seconds):
    wait_until(context, "Completed", seconds)


@then("it ends canceled")
def ends_canceled(context):
    wait_until(context, "Canceled")


@then("what was minted until then is void")
def minted_is_void(context):
    minted = current(context)["minted"]
    expected = {"minted": minted, "circulated": 0, "voided": minted}
    eventually(
        lambda: {state: context.scene.stock()[state] for state in expected},
        lambda found: found == expected,
    )


@then("its progress only grows, until all are minted")
def progress_grows(context):
    seen = []

    def look():
        seen.append(current(context))
        return seen[-1]

    last = eventually(look, lambda mint: mint["state"] == "Completed")
    progress = [mint["minted"] for mint in seen]
    assert progress == sorted(progress)
    assert last["minted"] == last["quantity"]
