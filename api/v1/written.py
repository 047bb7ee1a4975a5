"""What the write side's events tell of a stream beside the aggregate itself."""

from datetime import datetime

from tokens.application.registry import EVENTS
from tokens.domain.ids import StreamId
from tokens.domain.token.events import TokenRedeemed
from tokens.models import Event

_REDEEMED = next(name for name, kind in EVENTS.items() if kind is TokenRedeemed)


def created_on(stream: StreamId) -> datetime:
    """Return when the first event of a stream was recorded, in UTC; one indexed query."""
    return Event.objects.values_list("recorded_on", flat=True).get(stream=stream, version=0)


def was_redeemed_via(client_id: str, stream: StreamId) -> bool:
    """Tell whether a token was redeemed by a request of this client; one indexed query."""
    redeemed = Event.objects.filter(stream=stream, type=_REDEEMED, actor=client_id)
    return redeemed.exists()
