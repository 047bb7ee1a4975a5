"""The projector of activity: what happened to how many tokens, hour by hour."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection

from projections.models import Activity, MintedItem
from tokens.domain.lots.events import LotEvent
from tokens.domain.minting.events import MintRequested
from tokens.domain.ports import Recorded
from tokens.domain.token.events import (
    TokenActivated,
    TokenEvent,
    TokenMinted,
    TokenRedeemed,
    TokenReserved,
    TokenVoided,
)
from tokens.domain.token.token import token_of_stream

COUNTED: dict[type[TokenEvent], str] = {
    TokenMinted: "minted",
    TokenReserved: "reserved",
    TokenActivated: "activated",
    TokenRedeemed: "redeemed",
    TokenVoided: "voided",
}
ADD = """
    INSERT INTO projections_activity AS a
        (hour, catalog_id, minted, reserved, activated, redeemed, voided)
    VALUES (%s, %s, %s, %s, %s, %s, %s)
    ON CONFLICT (catalog_id, hour) DO UPDATE SET
        minted = a.minted + excluded.minted,
        reserved = a.reserved + excluded.reserved,
        activated = a.activated + excluded.activated,
        redeemed = a.redeemed + excluded.redeemed,
        voided = a.voided + excluded.voided
"""
Happening = tuple[datetime, UUID, str, int]
"""The hour, the mint request, what happened, and to how many of its tokens."""


class ActivityProjection:
    """Sums by hour and catalog item; days and months are sums of them."""

    name = "activity"
    models = (MintedItem, Activity)

    def apply(self, events: Sequence[Recorded]) -> None:
        """Add what the events tell."""
        happenings = [each for recorded in events for each in _happenings(recorded)]
        _remember(events)
        named = MintedItem.objects.in_bulk({mint for _, mint, _, _ in happenings})
        sums: Counter[tuple[datetime, str, str]] = Counter()
        for hour, mint, what, many in happenings:
            sums[hour, named[mint].catalog_id, what] += many
        with connection.cursor() as cursor:
            for hour, item in sorted({(hour, item) for hour, item, _ in sums}):
                counts = [sums[hour, item, what] for what in COUNTED.values()]
                cursor.execute(ADD, [hour, item, *counts])


def _remember(events: Sequence[Recorded]) -> None:
    requested = [
        MintedItem(
            mint_request_id=UUID(recorded.stream.removeprefix("mint-request-")),
            catalog_id=recorded.event.catalog_id,
        )
        for recorded in events
        if isinstance(recorded.event, MintRequested)
    ]
    if requested:
        MintedItem.objects.bulk_create(requested)


def _happenings(recorded: Recorded) -> Iterator[Happening]:
    event = recorded.event
    each = event.each if isinstance(event, LotEvent) else event
    what = COUNTED.get(type(each))  # type: ignore[arg-type]  # others are not counted
    if what is None:
        return
    hour = recorded.recorded_on.replace(minute=0, second=0, microsecond=0)
    if isinstance(event, LotEvent):
        for tokens in event.ranges:
            yield hour, tokens.mint_request_id, what, tokens.size
    elif token_id := token_of_stream(recorded.stream):
        yield hour, token_id.mint_request_id, what, 1


ACTIVITY = ActivityProjection()
