import pytest

from projections.tests.histories import ACCOUNTS, GAME, History


@pytest.fixture
def history():
    """A little of everything: two items, orders, redemptions, a return, a shortage."""
    history = History()
    mint = history.mint(100)
    history.mint(20, GAME)
    history.order(10)
    history.order(10, ACCOUNTS[1], activate=False)
    history.order(30, item=GAME)
    history.redeem(mint, 1, 2, 3, 5, 8)
    return history
