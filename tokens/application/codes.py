"""From a code to the token that it belongs to."""

from tokens.domain.codes.book import CodeBook
from tokens.domain.codes.errors import InvalidCodeError
from tokens.domain.ports import Serials
from tokens.domain.token.identifier import TokenId


def token_of(code: str, codes: CodeBook, serials: Serials) -> TokenId:
    """Return the token that a typed code belongs to.

    Raises: InvalidCodeError, the same whatever is wrong with the code.
    """
    candidate = codes.read(code)
    owner = serials.owner(candidate.epoch, candidate.serial)
    if owner is None or not codes.verify(candidate, owner.mint_request_id):
        raise InvalidCodeError
    return TokenId(owner.mint_request_id, candidate.serial - owner.first)
