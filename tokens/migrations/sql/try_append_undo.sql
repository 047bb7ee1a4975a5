DROP FUNCTION tokens_try_append(jsonb, timestamptz, bigint[]);
