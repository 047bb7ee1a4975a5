"""Steps about what was answered, whatever was asked."""

from behave import then


@then("that succeeds")
def succeeds(context):
    assert context.scene.answer.status < 300, context.scene.answer


@then("that is refused: {refusal}")
def is_refused(context, refusal):
    assert context.scene.answer.refusal == refusal, context.scene.answer


@then("both answers are the same")
def same_answers(context):
    first, second = context.scene.answers[-2:]
    assert (first.status, first.text) == (second.status, second.text), (first, second)


@then("the current entity tag is that of version {version:d}")
def current_tag(context, version):
    assert context.scene.answer.tag == f'W/"{version}"', context.scene.answer


@then("there are none")
def none_listed(context):
    assert context.scene.answer.expect(200).json["value"] == []


@then("there is 1")
def one_listed(context):
    assert len(context.scene.answer.expect(200).json["value"]) == 1
