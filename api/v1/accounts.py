"""Whose it is that is created: the partner's own account, or the one that an operator names."""

from api.odata.http.exchange import Exchange
from api.odata.problems import ForbiddenError, InvalidRequestError
from api.v1.commands import caller_of
from tokens.domain.ids import AccountId


def may_see(exchange: Exchange, account_id: str) -> bool:
    """Tell whether what is an account's exists for the caller."""
    caller = caller_of(exchange)
    return caller.is_operator or account_id == caller.billing_account_id


def account_of(exchange: Exchange, given: object, verb: str) -> AccountId:
    """Return whose it will be; `verb` tells in refusals what is done for the account.

    Raises: InvalidRequestError, ForbiddenError.
    """
    own = caller_of(exchange).billing_account_id
    if own is None and not given:
        message = f'Name the billing account that {verb}s: {{"billingAccountId": "…"}}.'
        raise InvalidRequestError(message, code="AccountRequired", target="billingAccountId")
    if own is not None and given not in {None, own}:
        message = f"You {verb} for your own billing account, {own}; leave billingAccountId out."
        raise ForbiddenError(message, target="billingAccountId")
    return AccountId(own or str(given))
