"""The billing accounts that are known, of which no table is kept."""

from django.db import connection

# Each step enters three indexes at the account before (the clients are few): so it costs the
# same however many orders an account has.
_KNOWN = """
WITH RECURSIVE known(account, place) AS (
    VALUES (%(after)s::text, 0)
  UNION ALL
    SELECT least(
        (SELECT min(billing_account_id) FROM projections_order
          WHERE billing_account_id > account),
        (SELECT min(billing_account_id) FROM tokens_partnercertificate
          WHERE billing_account_id > account),
        (SELECT min(billing_account_id) FROM api_client
          WHERE billing_account_id > account)
    ), place + 1
    FROM known WHERE account IS NOT NULL AND place < %(limit)s
)
SELECT account FROM known WHERE place > 0 AND account IS NOT NULL ORDER BY place
"""


def known_accounts(after: str, limit: int) -> list[str]:
    """Return the first `limit` accounts after one, of clients, orders and certificates."""
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, {"after": after, "limit": limit})
        return [account for (account,) in cursor.fetchall()]


def is_known(account: str) -> bool:
    """Tell whether an account has a client, an order or a certificate."""
    with connection.cursor() as cursor:
        cursor.execute(_IS_KNOWN, {"account": account})
        return bool(cursor.fetchone()[0])


_IS_KNOWN = """
SELECT EXISTS (SELECT FROM projections_order WHERE billing_account_id = %(account)s)
    OR EXISTS (SELECT FROM tokens_partnercertificate WHERE billing_account_id = %(account)s)
    OR EXISTS (SELECT FROM api_client WHERE billing_account_id = %(account)s)
"""
