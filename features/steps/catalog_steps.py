"""Steps about a catalog item and the tokens that there are of it."""

from behave import given, then

from contoso.tests.waiting import eventually


@given("a catalog item")
def catalog_item(context):
    context.scene.make_item()


@then("the item's tokens are")
def tokens_are(context):
    (row,) = context.table
    expected = {state: int(row[state].replace(",", "")) for state in context.table.headings}
    eventually(
        lambda: {state: context.scene.stock()[state] for state in expected},
        lambda found: found == expected,
    )
