"""From a code to the token that it belongs to."""

from uuid import UUID

from tokens.domain.codes.book import CodeBook
from tokens.domain.codes.errors import InvalidCodeError
from tokens.domain.ports import Serials
from tokens.domain.token.identifier import TokenId

NOBODY = UUID(int=0)


def token_of(code: str, codes: CodeBook, serials: Serials) -> TokenId:
    """Return the token that a typed code belongs to.

    Raises: InvalidCodeError, the same whatever is wrong with the code.
    """
    candidate = codes.read(code)
    owner = serials.owner(candidate.epoch, candidate.serial)
    # Verified even where nobody owns the serial: how long a refusal takes tells nothing.
    genuine = codes.verify(candidate, owner.mint_request_id if owner else NOBODY)
    if owner is None or not genuine:
        raise InvalidCodeError
    return TokenId(owner.mint_request_id, candidate.serial - owner.first)
