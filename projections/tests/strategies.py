"""Random histories."""

from hypothesis import settings
from hypothesis import strategies as st

from projections.tests.histories import ACCOUNTS, ACTORS, ITEMS, History, random_command

# An example takes a database's time: fewer of them than of pure functions.
EXAMPLES = settings().max_examples // 4
# Ordering and acting on single tokens far more often than voiding everything.
KINDS = st.sampled_from([0, 0, 0, 1, 2, 2, 3, 3, 4, 5, 6, 7, 8, 8, 9, 10, 11])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("mint"), st.integers(1, 12), st.integers(0, 1), st.just(0)),
        st.tuples(st.just("order"), st.integers(1, 9), st.integers(0, 7), st.just(0)),
        st.tuples(st.just("order"), st.integers(1, 9), st.integers(0, 7), st.just(0)),
        st.tuples(st.just("act"), KINDS, st.integers(0, 5), st.integers(0, 11)),
        st.tuples(st.just("act"), KINDS, st.integers(0, 5), st.integers(0, 11)),
        st.tuples(st.just("act"), KINDS, st.integers(0, 5), st.integers(0, 11)),
    ),
    min_size=1,
    max_size=40,
)


@st.composite
def histories(draw):
    history = History()
    history.mint(draw(st.integers(2, 12)))
    for what, first, second, third in draw(STEPS):
        if what == "mint":
            history.mint(first, ITEMS[second])
        elif what == "order":
            history.order(
                first,
                ACCOUNTS[second % 2],
                ITEMS[second // 4],
                activate=second % 4 > 1,
            )
        else:
            history.do(random_command(history, first, second, third), ACTORS[third % 2])
    return history
