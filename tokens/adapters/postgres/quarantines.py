"""Quarantines in a table, a row for each mint request that is held."""

from tokens.adapters.postgres.database import execute, rows
from tokens.domain.ids import MintRequestId
from tokens.domain.quarantine.quarantine import Subject

BEGIN_ONE = """
    INSERT INTO tokens_quarantine (subject, mint_request_id) VALUES (%s, %s)
    ON CONFLICT DO NOTHING
"""
BEGIN_EPOCH = """
    INSERT INTO tokens_quarantine (subject, mint_request_id)
    SELECT %s, mint_request_id FROM tokens_serialrange WHERE epoch = %s
    ON CONFLICT DO NOTHING
"""
RELEASE = "DELETE FROM tokens_quarantine WHERE subject = %s"
# Plan: index-only scan of the primary key.
HOLD = "SELECT 1 FROM tokens_quarantine WHERE mint_request_id = %s LIMIT 1"


class PostgresQuarantines:
    """Kept within the transaction that is open."""

    def begin(self, subject: Subject) -> None:
        if subject.mint_request_id is not None:
            execute(BEGIN_ONE, [str(subject), subject.mint_request_id])
        else:
            execute(BEGIN_EPOCH, [str(subject), subject.epoch])

    def release(self, subject: Subject) -> None:
        execute(RELEASE, [str(subject)])

    def hold(self, mint_request_id: MintRequestId) -> bool:
        return bool(rows(HOLD, [mint_request_id]))
