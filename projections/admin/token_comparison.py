"""What the read model says of a token against what the write side says."""

from typing import NamedTuple

from projections.token_collection import TokenRow
from tokens.domain.token.token import Token


class Comparison(NamedTuple):
    """Whether both say the same, and what to make of it."""

    same: bool
    words: str


def compare(read: TokenRow | None, written: Token, replayed: str) -> Comparison:
    """Compare; the read model was asked first, so it is never the fresher one.

    `replayed` is the state that the history ends with.
    """
    if written.state != replayed:
        return Comparison(
            same=False,
            words=f"The vault says {written.state}, and the log {replayed}: the log is right. "
            "Run manage.py check_lots.",
        )
    told = f"version {written.version}, {written.state}"
    if read is None:
        words = f"The read model does not know the token yet; the write side has it at {told}."
        return Comparison(same=False, words=f"{words} {_FRESHER}")
    if read.version < written.version:
        return Comparison(
            same=False,
            words=f"They differ: the read model has the token at version {read.version}, "
            f"{read.state}, and the write side at {told}. {_FRESHER}",
        )
    if _essence(read) != (
        *(written.version, written.state, written.catalog_id),
        *(written.order_id, written.account_id, written.redeemed_by),
    ):
        return Comparison(
            same=False,
            words=f"They differ at the same version: the read model says {read.state}, and "
            f"the write side {told}. The write side is right: rebuild the projection tokens.",
        )
    return Comparison(same=True, words=f"The read model and the write side agree: {told}.")


_FRESHER = (
    "The write side is fresher; the read model follows within seconds, or see Projections."
)


def _essence(row: TokenRow) -> tuple[object, ...]:
    return (
        *(row.version, row.state, row.catalog_id),
        *(row.order_id, row.reserved_by, row.redeemed_by),
    )
