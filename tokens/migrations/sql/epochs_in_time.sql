-- Of epochs that were opened before, nobody knows when.
ALTER TABLE tokens_epoch ADD COLUMN opened_on timestamptz;
ALTER TABLE tokens_epoch ALTER COLUMN opened_on SET DEFAULT clock_timestamp();

-- Mint requests that are in quarantine by themselves, not by their epoch.
CREATE INDEX tokens_quarantine_single ON tokens_quarantine (mint_request_id)
    WHERE subject LIKE 'mint-request-%';
