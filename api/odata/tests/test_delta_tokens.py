import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.odata.delta_tokens import DeltaToken
from api.odata.errors import BadRequestError

PLACES = st.none() | st.integers(0, (1 << 63) - 1)


@given(PLACES, PLACES, st.integers(0, 1000))
def test_hold_what_was_put_in(after, until, era):
    token = DeltaToken(after, until, era)
    assert DeltaToken.decode(token.encode()) == token


@pytest.mark.parametrize("token", [DeltaToken(-1), DeltaToken(until=1 << 63), DeltaToken("1")])
def test_what_is_no_place_is_refused(token):
    with pytest.raises(BadRequestError):
        DeltaToken.decode(token.encode())


@given(st.text())
def test_nothing_else_is_one(text):
    with pytest.raises(BadRequestError):
        DeltaToken.decode(text)


def test_one_that_was_changed_is_refused():
    text = DeltaToken(5, 7).encode()
    for place in range(len(text)):
        changed = text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :]
        try:
            assert DeltaToken.decode(changed) == DeltaToken(5, 7), "bits that base64 drops"
        except BadRequestError as error:
            assert "deltaLink" in error.message  # noqa: PT017
