"""What depends on what within a batch: as it says, and by what it refers to."""

from api.odata.batch.model import AtomicGroup, Batch, BatchRequest
from api.odata.batch.problems import malformed
from api.odata.batch.references import referred
from api.odata.names import shown


def requirements(request: BatchRequest) -> tuple[str, ...]:
    """Return the ids of the requests and groups without whose success it is not run."""
    return (*request.depends_on, *referred(request))


def depended_on(batch: Batch) -> frozenset[str]:
    """Return the ids of all requests and groups that others depend on."""
    return frozenset(name for each in _requests(batch) for name in requirements(each))


def check_references(batch: Batch) -> None:
    """Refuse references to what does not come before. Raises: BadRequestError."""
    before: set[str] = set()
    for request in _requests(batch):
        for name in referred(request):
            if name not in before:
                what = shown(f"{request.method} {request.url}")
                message = f"{what}: ${name} refers to no request that comes before it"
                raise malformed(message)
        if request.id is not None:
            before.add(request.id)


def _requests(batch: Batch) -> list[BatchRequest]:
    return [
        request
        for step in batch.steps
        for request in (step.requests if isinstance(step, AtomicGroup) else (step,))
    ]
