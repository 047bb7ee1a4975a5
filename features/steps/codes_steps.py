"""Steps about reading the codes of an order."""

import re

from behave import then, when

CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{5}(-[0-9A-HJKMNP-TV-Z]{5}){4}")


@when("{who:Who} asks for the order's codes")
def asks(context, who):
    context.scene.did(context.scene.who(who).get(f"{context.scene.order_path()}/Tokens"))


@when("{who:Who} reads the order's codes")
def reads(context, who):
    """All of them, page after page."""
    scene = context.scene
    scene.codes_before, scene.codes = scene.codes, []
    page = f"{context.scene.order_path()}/Tokens"
    while page:
        found = scene.who(who).get(page).expect(200).json
        scene.codes += [token["code"] for token in found["value"]]
        page = found.get("@odata.nextLink")


@then("there are {count:d} different codes of five groups of five")
def are_codes(context, count):
    codes = context.scene.codes
    assert (len(codes), len(set(codes))) == (count, count)
    assert all(CODE.fullmatch(code) for code in codes)


@then("both times the codes are the same")
def are_same(context):
    assert context.scene.codes == context.scene.codes_before


@then("no code is shown")
def no_code(context):
    answer = context.scene.answer.expect(200)
    assert "code" not in answer.json
    assert not any(code in answer.text for code in context.scene.codes)
