"""Steps about a single token, which is the first of the scenario's order."""

from behave import step, then, when

from contoso.tests.waiting import eventually


def act(context, who, action, tag=None):
    """Call an action on the token; the tag it has afterwards is remembered."""
    scene = context.scene
    path = f"Tokens('{scene.token_id}')/{action}"
    headers = {} if tag is None else {"If_Match": tag}
    answer = scene.did(scene.who(who).post(path, **headers))
    if answer.status == 200:
        scene.token_tag = answer.tag


@step("{who:Who} {action:Action} the token")
def acts(context, who, action):
    act(context, who, action, context.scene.token_tag)


@when("{who:Who} {action:Action} the token as it was at version {version:d}")
def acts_late(context, who, action, version):
    act(context, who, action, f'W/"{version}"')


@when("{who:Who} {action:Action} the token without an entity tag")
def acts_blindly(context, who, action):
    act(context, who, action)


@when("{who:Who} looks at the token")
def looks(context, who):
    context.scene.did(context.scene.who(who).get(f"Tokens('{context.scene.token_id}')"))


@then("the token is {state:w}, at version {version:d}")
def is_at(context, state, version):
    expected = {"state": state, "version": version}
    eventually(
        lambda: context.scene.operator.get(f"Tokens('{context.scene.token_id}')").expect(200),
        lambda answer: expected.items() <= answer.json.items(),
    )
