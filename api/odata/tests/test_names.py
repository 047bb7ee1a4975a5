"""Names found in any case, and suggested when mistyped."""

import pytest

from api.odata.model import EnumType
from api.odata.names import Names, hint, shown

STATES = EnumType("State", ("Placed", "Canceled")).names


class TestNames:
    def test_are_found_in_any_case_and_given_in_the_declared(self):
        found = STATES.find("PLACED")
        assert found is not None
        assert (found.name, found.value) == ("Placed", 0)
        assert STATES.find("nope") is None
        assert [each.name for each in STATES] == ["Placed", "Canceled"]
        assert len(STATES) == 2

    def test_must_differ_by_more_than_case(self):
        with pytest.raises(ValueError, match="more than case"):
            Names([*STATES, *EnumType("Other", ("PLACED",)).names])


class TestHint:
    def test_names_what_is_near(self):
        assert STATES.hint("canceld") == "; did you mean 'Canceled'?"
        assert not STATES.hint("zzz")
        assert not hint("x" * 1000, ["x" * 1000])

    def test_what_is_shown_is_cut(self):
        assert shown("a'b") == '"a\'b"'
        assert len(shown("x" * 1000)) < 70
