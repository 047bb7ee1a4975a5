"""From an exchange to the write side: who calls, and what a command led to."""

from dataclasses import fields
from typing import TypeVar

from api.misplaced_codes import refuse_codes
from api.odata.http.exchange import Exchange
from api.principal import Principal
from api.v1.positions import HEADER, last_position
from tokens.bootstrap import application
from tokens.domain.aggregate import Aggregate
from tokens.domain.messages import Command
from tokens.domain.ports import Origin

# What clients know these by; the others are named alike but for case.
_NAMES = {"account_id": "accountId", "catalog_id": "catalogId"}
A = TypeVar("A", bound=Aggregate)


def principal(caller: object) -> Principal:
    """Return the caller as what the service's authentication makes of it."""
    if not isinstance(caller, Principal):
        raise TypeError(caller)
    return caller


def caller_of(exchange: Exchange) -> Principal:
    """Return who asks."""
    return principal(exchange.caller)


def execute(exchange: Exchange, command: Command, kind: type[A]) -> A:
    """Have the write side execute a command; return the aggregate that it led to.

    The answer tells where the log stands after it.
    """
    refuse_codes(
        (_NAMES.get(f.name, f.name), getattr(command, f.name)) for f in fields(command)
    )
    origin = Origin(exchange.correlation_id, None, caller_of(exchange).client_id)
    result, position = application().bus.execute(command, origin)
    if not isinstance(result, kind):
        raise TypeError(result)
    # Where nothing had to be done, what was done before is what a read should wait for.
    reached = last_position(result.stream) if position is None else position
    if reached is not None:
        exchange.headers[HEADER] = str(reached)
    return result
