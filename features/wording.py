"""The words of the steps that stand for values."""

import parse
from behave import register_type


@parse.with_pattern(r"the operator|Northwind|Fabrikam|the storefront|a stranger")
def who(text):
    return text


@parse.with_pattern(r"[\d,]+ tokens?")
def tokens(text):
    return int(text.split()[0].replace(",", ""))


@parse.with_pattern(r"the order|the first order|the second order")
def which(text):
    """The place of an order among those of the scenario."""
    return {"the order": -1, "the first order": 0, "the second order": 1}[text]


ACTIONS = {
    "activates": "Activate",
    "deactivates": "Deactivate",
    "returns": "Return",
    "voids": "Void",
}


@parse.with_pattern("|".join(ACTIONS))
def action(text):
    """An action of the API."""
    return ACTIONS[text]


def register() -> None:
    """Let steps use them; to be called before behave loads the steps."""
    register_type(Who=who, Tokens=tokens, Which=which, Action=action)
