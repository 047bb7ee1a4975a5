-- Appending by a guess within a transaction that others share: what fails undoes itself here,
-- so the caller needs no savepoint, which would take two more round trips. NULL says that it
-- was overtaken, or would have had to wait longer than lock_timeout allows.
CREATE FUNCTION tokens_try_append(events jsonb, recorded timestamptz, lots bigint[])
RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
    RETURN tokens_append(events, recorded, lots);
EXCEPTION
    WHEN unique_violation OR serialization_failure OR deadlock_detected
        OR lock_not_available THEN
        RETURN NULL;
END $$;
