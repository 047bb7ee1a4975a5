"""The refusal of a code: uniform, and silent about the code."""

import pickle
import traceback
from uuid import UUID

import pytest

from tokens.adapters.in_memory_key_ring import well_known_key_ring
from tokens.domain.codes.book import CodeBook
from tokens.domain.codes.errors import InvalidCodeError

BOOK = CodeBook(well_known_key_ring())
GOOD = BOOK.issue(0, 99, UUID(int=1))
REFUSED = [
    GOOD[:-1],
    GOOD + "X",
    "U" + GOOD[1:],
    "!" + GOOD[1:],
    "Z" + GOOD[1:],
    "7" + GOOD[1:],
    "",
    "٣" + GOOD[1:],
]


def _refusal(typed: str) -> InvalidCodeError:
    with pytest.raises(InvalidCodeError) as refused:
        BOOK.read(typed)
    return refused.value


class TestInvalidCode:
    @pytest.mark.parametrize("typed", REFUSED)
    def test_is_the_same_whatever_was_wrong(self, typed: str) -> None:
        refusal = _refusal(typed)
        assert type(refusal) is InvalidCodeError
        assert str(refusal) == str(InvalidCodeError())
        assert repr(refusal) == "InvalidCodeError()"
        assert refusal.args == ()
        assert vars(refusal) == {}

    @pytest.mark.parametrize("typed", REFUSED)
    def test_has_no_other_exception_behind_it(self, typed: str) -> None:
        refusal = _refusal(typed)
        assert refusal.__context__ is None
        assert refusal.__cause__ is None

    @pytest.mark.parametrize("typed", REFUSED)
    def test_its_traceback_quotes_no_group_of_the_code(self, typed: str) -> None:
        printed = "".join(traceback.format_exception(_refusal(typed)))
        assert not [group for group in GOOD[2:].split("-") if group in printed]

    def test_survives_pickling(self) -> None:
        assert repr(pickle.loads(pickle.dumps(InvalidCodeError()))) == "InvalidCodeError()"  # noqa: S301 - ours
