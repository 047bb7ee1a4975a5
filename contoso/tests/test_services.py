"""The commands that make up the system."""

from contoso.startup.services import commands


def test_only_the_web_server_bounds_its_statements():
    bounds = {each.name: each.environment["STATEMENT_TIMEOUT"] for each in commands(8000)}
    assert bounds.pop("web") == "10"
    assert bounds.keys() == {
        *("worker-messages", "worker-projections", "worker-packages", "worker-upkeep", "beat")
    }
    assert set(bounds.values()) == {"0"}
