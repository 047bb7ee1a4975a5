"""Steps about requests that are sent together."""

from datetime import UTC, datetime

from behave import then, when


def redeem_all(context, who, consumer, key=None, **members):
    headers = {"content-type": "application/json"}
    if key:
        now = datetime.now(UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
        headers |= {"repeatability-request-id": key, "repeatability-first-sent": now}
    requests = [
        {
            "id": f"code-{number}",
            "method": "post",
            "url": "Tokens/Redeem",
            "headers": headers,
            "body": {"code": code, "accountId": consumer},
            **members,
        }
        for number, code in enumerate(context.scene.codes)
    ]
    answer = context.scene.who(who).post("$batch", {"requests": requests})
    context.scene.did(answer.expect(200))


@when("{who:Who} redeems all of its codes for {consumer:w} in one batch")
def redeems_all(context, who, consumer):
    redeem_all(context, who, consumer)


@when("{who:Who} redeems all of its codes for {consumer:w} as one change")
def redeems_all_or_none(context, who, consumer):
    redeem_all(context, who, consumer, atomicityGroup="all")


@when('{who:Who} redeems all of its codes for {consumer:w} as one change with the key "{key}"')
def redeems_all_or_none_with_key(context, who, consumer, key):
    redeem_all(context, who, consumer, context.scene.key(key), atomicityGroup="all")


@then("they end with")
def end_with(context):
    ends = []
    for told in context.scene.answer.json["responses"]:
        code = told["body"]["error"]["code"] if told["status"] >= 400 else ""
        ends.append(f"{told['status']} {code}".strip())
    expected = [context.table.headings[0], *(row[0] for row in context.table)]
    assert ends == expected, ends


@then("both answers tell the same")
def tell_the_same(context):
    first, second = (
        [(told["id"], told["status"], told["body"]) for told in answer.json["responses"]]
        for answer in context.scene.answers[-2:]
    )
    assert first == second, (first, second)
