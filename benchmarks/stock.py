"""Tokens to redeem: a lot of an order, as many as needed, each used once."""

import json
from collections.abc import Sequence
from uuid import UUID

from benchmarks.load import post
from benchmarks.system import Caller, System
from tokens.adapters.postgres.database import rows
from tokens.bootstrap import application
from tokens.domain.ids import MintRequestId

QUANTITY = 10_000_000


class Stock:
    """The activated tokens of one order, in a single lot."""

    def __init__(self, system: System) -> None:
        item = system.new_item()
        # A thousand lots, of which the order takes one.
        minted = system.mint(item, QUANTITY * 1_000)
        order = system.order(item, QUANTITY)
        ((self.lot, self.first, self.version),) = rows(
            "SELECT id, lower(tokens), version FROM tokens_lot WHERE order_id = %s",
            [UUID(order)],
        )
        self.mint_request_id = MintRequestId(UUID(minted))
        self.item, self.order_id = item, UUID(order)
        self._next = int(self.first)

    def pass_over(self, count: int) -> int:
        """Return the first of so many numbers that nobody else will use."""
        self._next += count
        return self._next - count

    def codes(self, count: int) -> Sequence[str]:
        """Return the codes of so many tokens that nobody else will use."""
        serials = application().serials.of(self.mint_request_id)
        return application().codes.issue_range(
            serials.epoch,
            serials.first + self.pass_over(count),
            count,
            self.mint_request_id,
        )

    def redemptions(self, caller: Caller, count: int) -> list[bytes]:
        """Return requests that redeem so many tokens by their codes."""
        return [
            post(
                "/api/v1/Tokens/Redeem",
                caller.headers,
                json.dumps({"code": code, "accountId": "ada"}),
            )
            for code in self.codes(count)
        ]

    def bare_redemptions(self, caller: Caller, count: int) -> list[bytes]:
        """Return requests to the bare view."""
        first = self.pass_over(count)
        known = {
            "mintRequestId": str(self.mint_request_id),
            "lot": self.lot,
            "version": self.version,
            "item": self.item,
            "order": str(self.order_id),
        }
        return [
            post("/bare/redeem", caller.headers, json.dumps({**known, "sequence": number}))
            for number in range(first, first + count)
        ]
