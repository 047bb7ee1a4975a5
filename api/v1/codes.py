"""Codes of tokens, computed for an answer and kept nowhere (DESIGN, section 5)."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from django.views.decorators.debug import sensitive_variables

from tokens.bootstrap import application
from tokens.domain.token.identifier import TokenId


@sensitive_variables()
def codes_of(token_ids: Sequence[TokenId]) -> list[str]:
    """Return the tokens' codes, in the order given; tokens in a row are computed at once."""
    codes: list[str] = []
    for first, count in _runs(token_ids):
        _, epoch, first_serial, _ = application().serials.of(first.mint_request_id)
        serial = first_serial + first.sequence
        codes += application().codes.issue_range(epoch, serial, count, first.mint_request_id)
    return codes


def _runs(token_ids: Sequence[TokenId]) -> Iterator[tuple[TokenId, int]]:
    """Yield each run of consecutive numbers as its first token and its length."""
    numbered = enumerate(token_ids)
    for _, run in groupby(numbered, lambda n: (n[1].mint_request_id, n[1].sequence - n[0])):
        tokens = [token_id for _, token_id in run]
        yield tokens[0], len(tokens)
