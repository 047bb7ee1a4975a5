CREATE OR REPLACE FUNCTION tokens_append(events jsonb, recorded timestamptz, lots bigint[])
RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    floor bigint;
    found bigint;
BEGIN
    IF lots <> '{}' THEN
        PERFORM 1 FROM tokens_lot WHERE id = ANY (lots) FOR SHARE;
        GET DIAGNOSTICS found = ROW_COUNT;
        IF found <> cardinality(lots) THEN
            RAISE EXCEPTION 'a lot has changed' USING ERRCODE = 'serialization_failure';
        END IF;
    END IF;
    SELECT last_value INTO floor FROM tokens_position;
    PERFORM pg_advisory_xact_lock_shared((x'544b'::bigint << 48) | floor);
    INSERT INTO tokens_event (position, stream, version, type, data, event_id,
                              correlation_id, causation_id, actor, recorded_on)
    SELECT nextval('tokens_position'), e ->> 0, (e ->> 1)::integer, e ->> 2, e -> 3,
           (e ->> 4)::uuid, e ->> 5, (e ->> 6)::uuid, e ->> 7, recorded
    FROM jsonb_array_elements(events) AS e;
    RETURN currval('tokens_position');
END $$;
DROP TABLE tokens_quarantine;
