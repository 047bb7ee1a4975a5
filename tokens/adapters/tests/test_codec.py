"""Every event and message survives being stored, under a name that never changes."""

from uuid import UUID, uuid4

import msgspec
import pytest

from tokens.adapters import codec
from tokens.application.registry import COMMANDS, EVENTS
from tokens.domain.ids import MintRequestId
from tokens.domain.lots.events import TokensReserved
from tokens.domain.lots.ranges import TokenRange
from tokens.domain.messages import Command, Event
from tokens.domain.ordering.commands import TimeOutOrder
from tokens.domain.ordering.events import OrderFellShort
from tokens.domain.ports import NewEvent, Origin
from tokens.domain.token.commands import ActOnDrawnTokens, DrawnAction
from tokens.domain.token.events import TokenReserved
from tokens.domain.token.identifier import TokenId

RESERVED = TokensReserved(
    TokenReserved(UUID(int=1), "northwind"),
    (TokenRange(MintRequestId(UUID(int=2)), 0, 10**9, 2), TokenRange(UUID(int=3), 5, 6, 4)),
)


def leaves(kind):
    """The names of all events that are not bases of others; slots make twins of classes."""
    names = set()
    for sub in kind.__subclasses__():
        names |= leaves(sub) or {sub.__name__}
    return names - {"TokenEvent", "LotEvent"}


class TestEvents:
    def test_are_all_registered(self):
        # A single token is never recorded as minted: it is drawn from a lot that is.
        assert {kind.__name__ for kind in EVENTS.values()} == leaves(Event) - {"TokenMinted"}

    def test_come_back_as_they_were(self):
        (stored,) = msgspec.json.decode(
            codec.encode_events([NewEvent("s", 3, RESERVED, uuid4(), Origin("c"))])
        )
        data = msgspec.json.encode(stored[3]).decode()
        assert stored[:3] == ["s", 3, "tokens.reserved.v1"]
        assert codec.decode_event("tokens.reserved.v1", data) == RESERVED

    def test_of_unknown_names_are_refused(self):
        with pytest.raises(codec.UnknownMessageTypeError, match=r"'order\.eaten\.v1'"):
            codec.decode_event("order.eaten.v1", "{}")

    def test_of_old_names_are_upcast(self, monkeypatch):
        def from_v0(data):
            return "order.fell-short.v1", {"shortage": data["missing"]}

        monkeypatch.setattr(codec, "UPCASTS", {"order.fell-short.v0": from_v0})
        event = codec.decode_event("order.fell-short.v0", '{"missing": 3}')
        assert event == OrderFellShort(3)

    @pytest.mark.parametrize("name", EVENTS)
    def test_have_names_that_end_in_a_version(self, name):
        assert name.rpartition(".v")[2].isdigit()


class TestCommands:
    @pytest.mark.parametrize(
        "command",
        [
            TimeOutOrder(UUID(int=1)),
            ActOnDrawnTokens(
                DrawnAction.VOID,
                mint_request_id=UUID(int=2),
                after=TokenId(UUID(int=2), 77),
                reason="lost",
            ),
        ],
    )
    def test_come_back_as_they_were(self, command):
        assert codec.decode_command(*codec.encode_command(command)) == command

    def test_of_unknown_names_are_refused(self):
        with pytest.raises(codec.UnknownMessageTypeError):
            codec.decode_command("order.eat.v1", "{}")

    def test_are_registered_as_commands(self):
        assert all(issubclass(kind, Command) for kind in COMMANDS.values())
