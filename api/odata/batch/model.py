"""What a batch is made of, whichever format it came in: requests, groups of them, responses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum


class BatchFormat(Enum):
    """The formats of batches; `value` is the media type."""

    MULTIPART = "multipart/mixed"
    JSON = "application/json"


@dataclass(frozen=True, slots=True)
class BatchLimits:
    """Bounds on a batch: bytes of all of it, requests in it, characters of an id or a line."""

    length: int = 1024 * 1024
    requests: int = 1000
    id_length: int = 128
    line_length: int = 16_384
    headers: int = 100


@dataclass(frozen=True, slots=True)
class BatchRequest:
    """One request of a batch; names of headers are lower case, `url` is as it was written.

    `depends_on` are ids of earlier requests and groups: unless all of them succeeded, this
    one is not run. With `only_if`, a condition on them, it is not run either, since no
    conditions are offered (JSON Format, 19.1).
    """

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    id: str | None = None
    depends_on: tuple[str, ...] = ()
    only_if: str | None = None


@dataclass(frozen=True, slots=True)
class AtomicGroup:
    """Requests of which all happen or none: a change set, or an atomicity group."""

    id: str
    requests: tuple[BatchRequest, ...]


Step = BatchRequest | AtomicGroup


@dataclass(frozen=True, slots=True)
class Batch:
    """What is to be done, in this order."""

    format: BatchFormat
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class BatchResponse:
    """The response to one request, with its headers in the order that they are sent in."""

    status: int
    headers: Sequence[tuple[str, str]] = ()
    body: bytes = b""

    def header(self, name: str) -> str | None:
        """Return the value of a header, whose name may be in any case."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)

    @property
    def succeeded(self) -> bool:
        """Whether what was asked for was done: only then may others depend on it."""
        return 200 <= self.status < 300  # noqa: PLR2004  # the class of statuses that say so

    @property
    def is_error(self) -> bool:
        """Whether it was refused; a 304 neither succeeded nor was."""
        return self.status >= 400  # noqa: PLR2004  # likewise


@dataclass(frozen=True, slots=True)
class Answered:
    """A request of the batch with its response."""

    request: BatchRequest
    response: BatchResponse


@dataclass(frozen=True, slots=True)
class GroupAnswered:
    """A group with the responses of its requests; `failure` is what undid all of it."""

    group: AtomicGroup
    answers: tuple[Answered, ...]
    failure: BatchResponse | None = None


Outcome = Answered | GroupAnswered
