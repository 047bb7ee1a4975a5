DROP INDEX tokens_quarantine_single;
ALTER TABLE tokens_epoch DROP COLUMN opened_on;
