"""What the write side needs of the world, as roles; adapters say how."""

from tokens.domain.ports.events import EventLog, EventReader, NewEvent, Origin, Recorded
from tokens.domain.ports.messages import DeadLetters, Envelope, Outbox
from tokens.domain.ports.printing import (
    Certificates,
    IsWanted,
    NotWantedError,
    PackageContents,
    Packages,
)
from tokens.domain.ports.quarantine import Quarantines
from tokens.domain.ports.reference import Catalog, SerialRange, Serials
from tokens.domain.ports.storage import Backend, Transaction
from tokens.domain.ports.time import Clock
from tokens.domain.ports.vault import TokenVault, WaitingList

__all__ = [
    "Backend",
    "Catalog",
    "Certificates",
    "Clock",
    "DeadLetters",
    "Envelope",
    "EventLog",
    "EventReader",
    "IsWanted",
    "NewEvent",
    "NotWantedError",
    "Origin",
    "Outbox",
    "PackageContents",
    "Packages",
    "Quarantines",
    "Recorded",
    "SerialRange",
    "Serials",
    "TokenVault",
    "Transaction",
    "WaitingList",
]
