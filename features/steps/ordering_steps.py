"""Steps about orders, from placing them to acting on all of their tokens."""

from behave import given, step, then, when

from contoso.tests.waiting import eventually


def place(context, who, quantity, query="", headers=None, **more):
    scene = context.scene
    body = {"catalogId": scene.item, "quantity": quantity, **more}
    answer = scene.did(scene.who(who).post(f"Orders{query}", body, **(headers or {})))
    if answer.status == 201:
        scene.orders.append(answer.json)


def wait_until(context, which, **expected):
    """Wait until the order is as expected."""
    path = context.scene.order_path(which)
    eventually(
        lambda: context.scene.operator.get(path).expect(200).json,
        lambda order: expected.items() <= order.items(),
    )


def hand_over(context, who):
    """Wait for the order, and read the first of its tokens and codes."""
    wait_until(context, -1, state="Fulfilled")
    scene = context.scene
    tokens = (
        scene.who(who).get(f"{context.scene.order_path()}/Tokens").expect(200).json["value"]
    )
    scene.codes = [token["code"] for token in tokens]
    scene.token_id, scene.token_tag = tokens[0]["id"], tokens[0]["@odata.etag"]


@given("an order of {quantity:Tokens} by {who:Who}")
def ordered(context, quantity, who):
    place(context, who, quantity)
    hand_over(context, who)


@given("an order of {quantity:Tokens} by {who:Who}, reserved only")
def ordered_reserved_only(context, quantity, who):
    place(context, who, quantity, "?reserveOnly=true")
    hand_over(context, who)


@when("{who:Who} orders {quantity:Tokens}")
def orders(context, who, quantity):
    place(context, who, quantity)


@when("{who:Who} orders {quantity:Tokens}, reserved only")
def orders_reserved_only(context, who, quantity):
    place(context, who, quantity, "?reserveOnly=true")


@when("{who:Who} orders {quantity:Tokens}, to be canceled when short")
def orders_or_cancels(context, who, quantity):
    place(context, who, quantity, whenShort="Cancel")


@when('{who:Who} orders {quantity:Tokens} with the key "{key}"')
def orders_with_key(context, who, quantity, key):
    place(context, who, quantity, headers={"Idempotency_Key": context.scene.key(key)})


@step("{who:Who} cancels {which:Which}")
def cancels(context, who, which):
    context.scene.did(
        context.scene.who(who).delete(context.scene.order_path(which), If_Match="*")
    )


@when("{who:Who} {action:Action} the order")
def acts(context, who, action):
    path = f"{context.scene.order_path()}/{action}"
    context.scene.did(context.scene.who(who).post(path, If_Match="*"))


@when("{who:Who} looks at the order")
def looks(context, who):
    context.scene.did(context.scene.who(who).get(context.scene.order_path()))


@when("{who:Who} lists the orders of the item")
def lists(context, who):
    path = f"Orders?$filter=catalogId%20eq%20'{context.scene.item}'"
    context.scene.did(context.scene.who(who).get(path))


@then("{which:Which} is fulfilled")
def is_fulfilled(context, which):
    wait_until(context, which, state="Fulfilled", shortage=0)


@then("{which:Which} waits, {quantity:Tokens} short")
def waits(context, which, quantity):
    wait_until(context, which, state="Placed", shortage=quantity)


@then("{which:Which} is canceled: {reason}")
def is_canceled(context, which, reason):
    wait_until(context, which, state="Canceled", cancelReason=reason)
