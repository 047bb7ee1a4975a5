"""What the two formats of responses have in common."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from api.odata.batch.model import Answered, GroupAnswered, Outcome


class Written(NamedTuple):
    """A body and its media type."""

    body: bytes
    content_type: str


def flat(outcomes: Iterable[Outcome]) -> Iterator[Answered]:
    """Yield the answers, those of groups among the others."""
    for outcome in outcomes:
        if isinstance(outcome, GroupAnswered):
            yield from outcome.answers
        else:
            yield outcome
