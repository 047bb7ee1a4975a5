"""What happens to a quarantine."""

from dataclasses import dataclass

from tokens.domain.messages import Event


@dataclass(frozen=True, slots=True)
class Quarantined(Event):
    """Nothing of the subject may be redeemed from now on."""

    reason: str


@dataclass(frozen=True, slots=True)
class QuarantineReleased(Event):
    """What the subject has may be redeemed again."""

    reason: str
