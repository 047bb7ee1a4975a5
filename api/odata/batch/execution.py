"""Runs a batch: in order, groups wholly or not at all, nothing after what it depends on failed.

How a request is run and undone is the caller's, by the port `Execution`; here is what OData
says of the order and of what depends on what (Part 1, 11.7.7.4; JSON Format, 19.4).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from api.odata.batch.dependencies import check_references, depended_on, requirements
from api.odata.batch.failures import failed, failed_dependency, not_offered, undone
from api.odata.batch.model import (
    Answered,
    AtomicGroup,
    Batch,
    BatchFormat,
    BatchRequest,
    BatchResponse,
    GroupAnswered,
    Outcome,
)
from api.odata.batch.preparation import synchronous, with_keys_of_their_own
from api.odata.batch.references import referred, resolved
from api.odata.errors import ODataError


@dataclass(slots=True)
class Pending:
    """A response that may still turn into a failure, until what it tells of is committed."""

    response: BatchResponse


class Execution(Protocol):
    """What runs requests."""

    def run(self, request: BatchRequest) -> Pending:
        """Run a request by itself; a refusal undoes what it did, and nothing else."""

    def run_together(self, work: Callable[[], bool]) -> BatchResponse | None:
        """Run `work`, and undo all that it did where it returns False.

        `work` is called again where others were in the way. Returns a failure that is not
        that of one of the requests, such as that of the commit.
        """

    def run_in_group(self, request: BatchRequest) -> BatchResponse:
        """Run a request within `run_together`."""

    def finish(self) -> None:
        """Commit what is not committed yet; from then on no response changes."""


@dataclass(frozen=True, slots=True)
class Manner:
    """Whether to go on after an error, and what the responses will be written as."""

    continue_on_error: bool
    answer_in: BatchFormat


def execute(batch: Batch, execution: Execution, manner: Manner) -> list[Outcome]:
    """Run the batch; return what came of it, up to the first failure unless it goes on.

    Raises: BadRequestError for a reference to what does not come before it; then nothing
    was run.
    """
    check_references(batch)
    return _Run(batch, execution, manner).outcomes()


@dataclass(frozen=True, slots=True)
class _Single:
    request: BatchRequest
    pending: Pending


class _Run:
    def __init__(self, batch: Batch, execution: Execution, manner: Manner) -> None:
        self._batch = batch
        self._execution = execution
        self._manner = manner
        self._needed = depended_on(batch)
        self._answered: dict[str, _Single] = {}
        self._groups: dict[str, bool] = {}

    def outcomes(self) -> list[Outcome]:
        done: list[_Single | GroupAnswered] = []
        for step in self._batch.steps:
            found = self._group(step) if isinstance(step, AtomicGroup) else self._single(step)
            done.append(found)
            if not self._manner.continue_on_error and _failed(found):
                break
        self._execution.finish()
        return list(self._told(done))

    def _told(self, done: Sequence[_Single | GroupAnswered]) -> Iterator[Outcome]:
        for found in done:
            if isinstance(found, GroupAnswered):
                yield found
            else:
                yield Answered(found.request, found.pending.response)
            # A commit may have failed after the next request was run.
            if not self._manner.continue_on_error and _failed(found):
                return

    def _single(self, request: BatchRequest) -> _Single:
        # A multipart response has no place for an answer that comes later, and what others
        # depend on must have been done.
        prompt = self._manner.answer_in is BatchFormat.MULTIPART or request.id in self._needed
        found, refusal = self._ready(synchronous(request) if prompt else request)
        single = _Single(found, Pending(refusal) if refusal else self._execution.run(found))
        if request.id is not None:
            self._answered[request.id] = single
        return single

    def _group(self, group: AtomicGroup) -> GroupAnswered:
        answers: list[Answered] = []

        def work() -> bool:
            answers.clear()
            for request in with_keys_of_their_own(group).requests:
                found, refusal = self._ready(synchronous(request))
                response = refusal or self._execution.run_in_group(found)
                answers.append(Answered(found, response))
                if request.id is not None:
                    self._answered[request.id] = _Single(found, Pending(response))
                if response.is_error:
                    return False
            return True

        failure = self._execution.run_together(work)
        if failure is None and answers and answers[-1].response.is_error:
            failure = answers[-1].response
        self._groups[group.id] = failure is None
        return self._closed(group, answers, failure)

    def _closed(
        self, group: AtomicGroup, answers: list[Answered], failure: BatchResponse | None
    ) -> GroupAnswered:
        if failure is None:
            return GroupAnswered(group, tuple(answers))
        blamed = [answered.response is failure for answered in answers]
        told = []
        for place, request in enumerate(group.requests):
            # A failure of the group as a whole, such as of its commit, is that of each.
            own = not any(blamed) or (place < len(blamed) and blamed[place])
            response = failure if own else undone()
            told.append(Answered(request, response))
            if request.id is not None:
                self._answered[request.id] = _Single(request, Pending(response))
        return GroupAnswered(group, tuple(told), failure)

    def _ready(self, request: BatchRequest) -> tuple[BatchRequest, BatchResponse | None]:
        """Return the request with its references resolved, or why it is not run."""
        if request.only_if is not None:
            return request, not_offered()
        for name in requirements(request):
            if not self._is_done(name):
                message = f"It depends on {name}, which was not done."
                return request, failed_dependency(message)
        known = {
            name: Answered(self._answered[name].request, self._answered[name].pending.response)
            for name in referred(request)
        }
        try:
            return resolved(request, known), None
        except ODataError as error:
            return request, failed(error)

    def _is_done(self, name: str) -> bool:
        if name in self._groups:
            return self._groups[name]
        return name in self._answered and self._answered[name].pending.response.succeeded


def _failed(found: _Single | GroupAnswered) -> bool:
    if isinstance(found, GroupAnswered):
        return found.failure is not None
    return found.pending.response.is_error
