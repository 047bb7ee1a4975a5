from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from tokens.domain.ids import AccountId, CatalogId, MintRequestId, OrderId
from tokens.domain.lots import acting
from tokens.domain.lots.acting import act_on, carve
from tokens.domain.lots.events import TokensActivated, TokensReserved, TokensVoided
from tokens.domain.lots.lot import Lot
from tokens.domain.token.state import Facts, TokenState

MINT = MintRequestId(UUID(int=1))
ORDER, ACCOUNT = OrderId(UUID(int=2)), AccountId("northwind")
STOCK = Facts(TokenState.CIRCULATED, CatalogId("card"))
GONE = Facts(TokenState.VOIDED, CatalogId("card"))


def lot(start, stop, version=1, facts=STOCK):
    return Lot(MINT, start, stop, version, facts)


class TestCarve:
    @given(st.lists(st.integers(1, 9), max_size=6), st.integers(0, 40))
    def test_takes_what_is_asked_or_all_there_is(self, sizes, quantity):
        stock = [lot(100 * n, 100 * n + size) for n, size in enumerate(sizes)]
        taken = carve(stock, quantity)
        assert sum(part.size for part in taken) == min(quantity, sum(sizes))
        for part, whole in zip(taken, stock, strict=False):
            assert part.start == whole.start
            assert part.stop <= whole.stop


class TestActOn:
    def test_tells_one_event_a_step_with_merged_ranges(self):
        def receive(token):
            token.reserve(ORDER, ACCOUNT)
            token.activate(ACCOUNT, ORDER)

        events = act_on([lot(0, 5), lot(5, 9), lot(20, 30, version=4)], receive)
        assert [type(event) for event in events] == [TokensReserved, TokensActivated]
        assert events[0].ranges == ((MINT, 0, 9, 2), (MINT, 20, 30, 5))
        assert events[1].ranges == ((MINT, 0, 9, 3), (MINT, 20, 30, 6))

    def test_passes_over_lots_that_refuse_and_those_with_nothing_to_do(self):
        events = act_on([lot(0, 5, facts=GONE)], lambda t: t.reserve(ORDER, ACCOUNT))
        assert events == []
        assert act_on([lot(0, 5, facts=GONE)], lambda t: t.void()) == []

    def test_tells_many_ranges_in_several_events(self, monkeypatch):
        monkeypatch.setattr(acting, "RANGES_AN_EVENT", 2)
        events = act_on([lot(10 * n, 10 * n + 1) for n in range(5)], lambda t: t.void("x"))
        assert [len(event.ranges) for event in events] == [2, 2, 1]
        assert {type(event) for event in events} == {TokensVoided}
