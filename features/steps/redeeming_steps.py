"""Steps about redeeming codes."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import parse
from behave import given, register_type, then, when

TYPINGS = {
    "in small letters": str.lower,
    "without hyphens": lambda code: code.replace("-", ""),
    "with spaces": lambda code: f" {code.replace('-', ' ')} ",
    "with letters O, I for 0, 1": lambda code: code.replace("0", "O").replace("1", "I"),
    "with the last letter changed": lambda code: code[:-1] + ("Z" if code[-1] != "Z" else "Y"),
}


@parse.with_pattern("|".join(TYPINGS))
def typing(text):
    return TYPINGS[text]


register_type(Typing=typing)


def redeem(context, who, code, consumer=None, **headers):
    body = {"code": code} | ({"accountId": consumer} if consumer else {})
    return context.scene.who(who).post("Tokens/Redeem", body, **headers)


@given("the storefront redeemed {count:d} of its codes")
def redeemed(context, count):
    for code in context.scene.codes[:count]:
        redeem(context, "the storefront", code).expect(200)


@when("{who:Who} redeems the code")
def redeems(context, who):
    context.scene.did(redeem(context, who, context.scene.codes[0]))


@when("{who:Who} redeems the code for {consumer:w}")
def redeems_for(context, who, consumer):
    context.scene.did(redeem(context, who, context.scene.codes[0], consumer))


@when("{who:Who} redeems the code {typing:Typing}")
def redeems_typed(context, who, typing):
    context.scene.did(redeem(context, who, typing(context.scene.codes[0])))


@when('{who:Who} redeems the code with the key "{key}"')
def redeems_with_key(context, who, key):
    key = context.scene.key(key)
    answer = redeem(context, who, context.scene.codes[0], Idempotency_Key=key)
    context.scene.did(answer)


@when('{who:Who} redeems "{code}"')
def redeems_text(context, who, code):
    context.scene.did(redeem(context, who, code))


@when("{count:d} consumers redeem the code at the same time")
def redeem_together(context, count):
    code = context.scene.codes[0]
    context.scene.who("the storefront")
    with ThreadPoolExecutor(count) as pool:
        together = pool.map(
            lambda n: redeem(context, "the storefront", code, f"consumer-{n}"), range(count)
        )
        context.together = list(together)


@then("{count:d} of them succeeds, and the others are refused: {refusal}")
def one_succeeds(context, count, refusal):
    ends = Counter(a.refusal if a.status >= 400 else a.status for a in context.together)
    assert ends == {200: count, refusal: len(context.together) - count}, ends
