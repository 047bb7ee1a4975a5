"""What numbers in lists look like."""

from types import SimpleNamespace

from tokens.admin.figures import figure


def test_a_billion_is_readable():
    assert figure("size")(SimpleNamespace(size=10**9)) == (
        '<div class="console-number">1,000,000,000</div>'
    )
