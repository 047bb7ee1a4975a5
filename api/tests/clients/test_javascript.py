"""What real clients in JavaScript do, each in a file of its own beside this one."""

from functools import cache

import pytest

from api.tests.clients import node

BEHAVIOURS = [
    "lists with filter, order, paging and count",
    "reads one with its entity tag",
    "creates",
    "acts with an entity tag",
    "is refused a stale entity tag",
]


@pytest.fixture(scope="session")
def flow(packages, partner):
    """Runs a client's flow once, whichever of its behaviours is asked for first."""

    @cache
    def run(name, script, **variables):
        return node.flow(script, **variables, **partner(name).environment)

    return run


@pytest.mark.parametrize("behaviour", BEHAVIOURS)
@pytest.mark.parametrize("group", ["$direct", "$auto"])
def test_openui5(group, behaviour, flow):
    found = flow(f"openui5-{group[1:]}", "openui5.js", OPENUI5_GROUP=group)
    assert found[behaviour] == ""


@pytest.mark.parametrize("behaviour", BEHAVIOURS)
def test_devextreme(behaviour, flow):
    assert flow("devextreme", "devextreme.js")[behaviour] == ""


@pytest.mark.parametrize("behaviour", BEHAVIOURS)
def test_odata2ts(behaviour, flow, generated):
    assert flow("odata2ts", "generated/run/odata2ts.js")[behaviour] == ""


@pytest.mark.parametrize("behaviour", BEHAVIOURS)
def test_sap_cloud_sdk(behaviour, flow, generated):
    assert flow("sap_cloud_sdk", "generated/run/sap_cloud_sdk.js")[behaviour] == ""
