"""Handlers of the commands to quarantines."""

from tokens.application.repositories import Repository
from tokens.domain.errors import NotFoundError
from tokens.domain.ids import MintRequestId
from tokens.domain.minting.mint_request import MintRequest
from tokens.domain.ports import Quarantines, Serials
from tokens.domain.quarantine.commands import BeginQuarantine, ReleaseQuarantine
from tokens.domain.quarantine.quarantine import Quarantine, Subject

MintRequests = Repository[MintRequestId, MintRequest]
Aggregates = Repository[Subject, Quarantine]


def begin_quarantine(
    command: BeginQuarantine,
    *,
    quarantine: Aggregates,
    mint_requests: MintRequests,
    quarantines: Quarantines,
    serials: Serials,
) -> Quarantine:
    """Let nothing of the subject be redeemed; an epoch's key makes no further codes.

    Raises: NotFoundError for a mint request or an epoch that there is not;
    ReasonRequiredError.
    """
    subject = command.subject
    if subject.mint_request_id is not None:
        mint_requests.get(subject.mint_request_id)
    elif subject.epoch is not None and not serials.leave(subject.epoch):
        raise NotFoundError("epoch", subject.epoch)
    found = quarantine.find(subject) or quarantine.add(subject, Quarantine(subject))
    found.begin(command.reason)
    quarantines.begin(subject)
    return found


def release_quarantine(
    command: ReleaseQuarantine, *, quarantine: Aggregates, quarantines: Quarantines
) -> Quarantine:
    """Let what the subject has be redeemed again, unless another quarantine holds it.

    Raises: NotFoundError for a subject that was never in quarantine; ReasonRequiredError.
    """
    found = quarantine.find(command.subject)
    if found is None:
        raise NotFoundError("quarantine", command.subject)
    found.release(command.reason)
    quarantines.release(command.subject)
    return found
