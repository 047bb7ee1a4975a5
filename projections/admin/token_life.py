"""A token's life as a path through its states, drawn as the state machine of all tokens."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from tokens.adapters.postgres.history import HistoryEntry
from tokens.domain.token.identifier import TokenId
from tokens.domain.token.state import TokenState
from tokens.domain.token.token import Token

S = TokenState
_PLACES = {
    S.MINTED: (70, 110),
    S.CIRCULATED: (270, 110),
    S.RESERVED: (470, 110),
    S.ACTIVATED: (670, 110),
    S.REDEEMED: (870, 110),
    S.VOIDED: (470, 290),
}
# The transitions that there are, each with its way and with the place of the number of a step.
_WAYS = {
    (S.MINTED, S.CIRCULATED): ("M130 110 H202", 166, 102),
    (S.CIRCULATED, S.RESERVED): ("M330 102 H402", 366, 94),
    (S.RESERVED, S.CIRCULATED): ("M410 120 H338", 366, 138),
    (S.RESERVED, S.ACTIVATED): ("M530 102 H602", 566, 94),
    (S.ACTIVATED, S.RESERVED): ("M610 120 H538", 566, 138),
    (S.ACTIVATED, S.REDEEMED): ("M730 110 H802", 766, 102),
    (S.CIRCULATED, S.ACTIVATED): ("M290 88 C340 40 600 40 646 82", 470, 48),
    (S.ACTIVATED, S.CIRCULATED): ("M680 88 C650 0 290 0 262 80", 470, 18),
    (S.MINTED, S.VOIDED): ("M70 132 C70 230 220 290 402 290", 160, 262),
    (S.CIRCULATED, S.VOIDED): ("M270 132 C270 210 330 262 404 276", 302, 232),
    (S.RESERVED, S.VOIDED): ("M470 132 V260", 484, 205),
    (S.ACTIVATED, S.VOIDED): ("M670 132 C670 210 610 262 536 276", 640, 232),
    (S.REDEEMED, S.VOIDED): ("M870 132 C870 230 720 290 538 290", 780, 262),
}


class Chapter(NamedTuple):
    """What happened to the token, and its state from then on."""

    entry: HistoryEntry
    state: TokenState


class Place(NamedTuple):
    """A state in the drawing."""

    state: TokenState
    x: int
    y: int
    visited: bool
    current: bool


class Way(NamedTuple):
    """A transition in the drawing; `steps` are the versions at which it was taken."""

    path: str
    x: int
    y: int
    steps: str
    forced: bool


class Life(NamedTuple):
    """The drawing, and what it says in words."""

    places: Sequence[Place]
    ways: Sequence[Way]
    words: str


def chapters_of(token_id: TokenId, history: Sequence[HistoryEntry]) -> list[Chapter]:
    """Replay a history; the last chapter has the state that the log alone tells."""
    token, chapters = Token(token_id), []
    for entry in history:
        token.apply(entry.event)
        chapters.append(Chapter(entry, token.state))
    return chapters


def draw_life(chapters: Sequence[Chapter]) -> Life:
    """Draw all states and transitions, with those that were passed marked."""
    path = [chapter.state for chapter in chapters]
    steps: dict[tuple[TokenState, TokenState], list[str]] = defaultdict(list)
    for number, step in enumerate(pairwise(path), start=1):
        steps[step].append(str(number))
    current = path[-1] if path else None
    return Life(
        [Place(s, x, y, s in path, s is current) for s, (x, y) in _PLACES.items()],
        [
            Way(way, x, y, ", ".join(steps[step]), forced=step == (S.REDEEMED, S.VOIDED))
            for step, (way, x, y) in _WAYS.items()
        ],
        ", then ".join(path) or "nothing is known",
    )
