"""A range of tokens as requests name it: by its first and its last token."""

from api.odata.problems import InvalidRequestError
from tokens.domain.printing.spans import Span
from tokens.domain.token.identifier import TokenId


def span_of(first: str, last: str | None) -> Span:
    """Return the tokens from the first to the last, or the first alone.

    Raises: InvalidTokenIdError; InvalidRequestError where they are no range.
    """
    begin = TokenId.parse(first)
    end = begin if last is None else TokenId.parse(last)
    if begin.mint_request_id != end.mint_request_id or end.sequence < begin.sequence:
        message = (
            "first and last must be of one mint request, with last not before first: "
            "name a range for each mint request."
        )
        raise InvalidRequestError(message, code="InvalidRange", target="last")
    return Span(begin.mint_request_id, begin.sequence, end.sequence + 1)
