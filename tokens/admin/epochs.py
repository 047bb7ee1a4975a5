"""What is known of epochs and quarantines: times, numbers, reasons; never a key."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tokens.adapters.postgres.database import rows
from tokens.application.registry import EVENTS
from tokens.domain.codes.key_ring import KeyRing
from tokens.domain.ids import MintRequestId
from tokens.domain.quarantine.events import Quarantined
from tokens.domain.quarantine.quarantine import Quarantine, Subject
from tokens.models import Event

MOST_SINGLE = 100
"""So many mint requests in quarantine are listed."""
OPENED = "SELECT epoch, opened_on FROM tokens_epoch"
# Plan: one scan; a row for each mint request that there ever was.
NUMBERS = """
    SELECT epoch, count(*), sum(upper(serials) - lower(serials))
    FROM tokens_serialrange GROUP BY epoch
"""
NUMBERS_OF_ONE = """
    SELECT count(*), coalesce(sum(upper(serials) - lower(serials)), 0)
    FROM tokens_serialrange WHERE mint_request_id = %s
"""
# Plan: index scan of tokens_quarantine_single.
SINGLE = """
    SELECT mint_request_id FROM tokens_quarantine
    WHERE subject LIKE 'mint-request-%%' ORDER BY mint_request_id LIMIT %s
"""
_BEGAN = next(name for name, kind in EVENTS.items() if kind is Quarantined)


@dataclass(frozen=True)
class Numbers:
    """How much a subject has."""

    mint_requests: int
    tokens: int


@dataclass(frozen=True)
class Holding:
    """What last happened to the quarantine of a subject."""

    holds: bool
    reason: str
    since: datetime
    by: str


@dataclass(frozen=True)
class Epoch:
    """An epoch; `opened_on` is None where nobody knows."""

    number: int
    opened_on: datetime | None
    is_current: bool
    numbers: Numbers
    quarantine: Holding | None


@dataclass(frozen=True)
class Held:
    """A mint request that is in quarantine by itself."""

    mint_request_id: UUID
    quarantine: Holding | None


def epochs(ring: KeyRing) -> list[Epoch]:
    """Return all epochs, the current one first; three queries."""
    opened = dict(rows(OPENED))
    numbers = {epoch: Numbers(count, int(tokens)) for epoch, count, tokens in rows(NUMBERS)}
    known = sorted(ring.epochs(), reverse=True)
    held = holdings(Subject(epoch=number) for number in known)
    return [
        Epoch(
            number,
            opened.get(number),
            number == known[0],
            numbers.get(number, Numbers(0, 0)),
            held.get(Subject(epoch=number)),
        )
        for number in known
    ]


def held_mint_requests() -> list[Held]:
    """Return up to `MOST_SINGLE` mint requests that are in quarantine by themselves."""
    found = [MintRequestId(one) for (one,) in rows(SINGLE, [MOST_SINGLE])]
    held = holdings(Subject(one) for one in found)
    return [Held(one, held.get(Subject(one))) for one in found]


def holdings(subjects: Iterable[Subject]) -> dict[Subject, Holding]:
    """Return the last word on each subject that ever was in quarantine; one query."""
    streams = {str(Quarantine(subject).stream): subject for subject in subjects}
    last = Event.objects.filter(stream__in=streams).order_by("stream", "-version")
    return {
        streams[event.stream]: Holding(
            event.type == _BEGAN, event.data["reason"], event.recorded_on, event.actor or ""
        )
        for event in last.distinct("stream")
    }


def numbers_of(subject: Subject) -> Numbers:
    """Return how much a subject has; nothing where there is no such mint request."""
    if subject.mint_request_id is not None:
        ((count, tokens),) = rows(NUMBERS_OF_ONE, [subject.mint_request_id])
        return Numbers(count, int(tokens))
    found = {epoch: Numbers(count, int(tokens)) for epoch, count, tokens in rows(NUMBERS)}
    return found.get(subject.epoch, Numbers(0, 0))
